package org.bert4j.tokenizer;

import java.util.Locale;

/** Which of one or two texts gives up its last word pieces when an encoding would be too long. */
public enum Truncation {
  /** Nothing is ever removed. */
  NONE,
  /**
   * Piece by piece from the longer text; from the second one while both are equally long. A single
   * text is shortened.
   */
  LONGEST_FIRST,
  /** Only the first text is shortened. */
  ONLY_FIRST,
  /** Only the second text is shortened. */
  ONLY_SECOND;

  /**
   * How many pieces of each text stay.
   *
   * @param first pieces of the first text
   * @param second pieces of the second text, 0 without one
   * @param room pieces that fit
   * @return pieces kept of the first and of the second text
   * @throws IllegalArgumentException if the text to be shortened has too few pieces
   */
  int[] keep(int first, int second, int room) {
    int excess = this == NONE ? 0 : Math.max(0, first + second - room);
    int fromFirst =
        switch (this) {
          case NONE, ONLY_SECOND -> 0;
          case ONLY_FIRST -> excess;
          case LONGEST_FIRST -> fromLonger(first, second, excess);
        };
    int fromSecond = excess - fromFirst;
    if (fromFirst > first || fromSecond > second) {
      throw new IllegalArgumentException(
          "max_length leaves room for "
              + room
              + " word pieces; texts of "
              + first
              + " and "
              + second
              + " pieces cannot be cut to that with truncation "
              + name().toLowerCase(Locale.ROOT));
    }
    return new int[] {first - fromFirst, second - fromSecond};
  }

  private static int fromLonger(int first, int second, int excess) {
    int kept = first;
    for (int removed = 0; removed < excess; removed++) {
      if (kept > second) {
        kept--;
      } else {
        second--;
      }
    }
    return first - kept;
  }
}
