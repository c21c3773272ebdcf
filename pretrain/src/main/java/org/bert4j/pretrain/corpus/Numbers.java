package org.bert4j.pretrain.corpus;

/** Decides whether a full stop belongs to the number before it. */
final class Numbers {
  /** Most digits of a number in a list: years end sentences. */
  private static final int MAX_DIGITS = 3;

  private Numbers() {}

  /**
   * Whether the text goes on in the same sentence: {@code 6 . 5} (a decimal of tokenized text),
   * {@code 1. Boil water} at the beginning of a sentence, {@code 1.煮水} anywhere.
   *
   * @param text a paragraph
   * @param start where the sentence begins
   * @param stop where the full stop stands
   * @param next where the text goes on behind it
   */
  static boolean continues(String text, int start, int stop, int next) {
    int end = stop;
    while (end > start && text.charAt(end - 1) == ' ') {
      end--;
    }
    int from = end;
    while (from > start && Character.isDigit(text.charAt(from - 1))) {
      from--;
    }
    if (from == end) {
      return false;
    }
    boolean apart = end < stop;
    if (apart && Character.isDigit(text.charAt(next))) {
      return true;
    }
    if (end - from > MAX_DIGITS) {
      return false;
    }
    boolean glued = next == stop + 1;
    return glued || Characters.strip(text.substring(start, from)).isEmpty();
  }
}
