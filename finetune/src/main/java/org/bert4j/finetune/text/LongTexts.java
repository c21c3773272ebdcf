package org.bert4j.finetune.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What becomes of texts that are longer than the model takes. */
public enum LongTexts {
  /** Their beginning is read. */
  HEAD,

  /** Their end is read. */
  TAIL,

  /** A quarter of what is read is their beginning, the rest their end (Sun et al., 2019). */
  HEAD_TAIL,

  /** All is read, in windows that overlap as little as they can; their outputs are averaged. */
  WINDOWS;

  private static final int HEAD_SHARE = 4;

  /**
   * Chooses what is read of a text.
   *
   * @param pieces its word pieces
   * @param room how many are read at a time, at least 1
   * @return what is read: one part, or several windows
   */
  List<int[]> cut(int[] pieces, int room) {
    int length = pieces.length;
    if (length <= room) {
      return List.of(pieces);
    }
    return switch (this) {
      case HEAD -> List.of(Arrays.copyOf(pieces, room));
      case TAIL -> List.of(Arrays.copyOfRange(pieces, length - room, length));
      case HEAD_TAIL -> {
        int head = room / HEAD_SHARE;
        int[] both = Arrays.copyOf(pieces, room);
        System.arraycopy(pieces, length - room + head, both, head, room - head);
        yield List.of(both);
      }
      case WINDOWS -> windows(pieces, room);
    };
  }

  private static List<int[]> windows(int[] pieces, int room) {
    int count = (pieces.length + room - 1) / room;
    List<int[]> windows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int start = (int) ((long) i * (pieces.length - room) / (count - 1));
      windows.add(Arrays.copyOfRange(pieces, start, start + room));
    }
    return windows;
  }
}
