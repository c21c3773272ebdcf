package org.bert4j.finetune.qa.features;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of a context that is read together with a question.
 *
 * @param start its first word piece in the context
 * @param length its number of word pieces
 */
public record Window(int start, int length) {
  /** Prefers longer windows where a piece has equally much context in two. */
  private static final double LENGTH_BONUS = 0.01;

  /**
   * Covers a context with windows.
   *
   * @param contextLength word pieces of the context
   * @param room most word pieces of a window, at least 1
   * @param docStride word pieces between the beginnings of two windows, at least 1
   * @return windows that together hold every word piece; a single one, empty, for an empty context
   */
  public static List<Window> cover(int contextLength, int room, int docStride) {
    List<Window> windows = new ArrayList<>();
    int start = 0;
    int length = Math.min(contextLength, room);
    windows.add(new Window(0, length));
    while (start + length < contextLength) {
      start += Math.min(length, docStride);
      length = Math.min(contextLength - start, room);
      windows.add(new Window(start, length));
    }
    return windows;
  }

  /**
   * The word piece after the last one.
   *
   * @return the end, exclusive
   */
  public int end() {
    return start + length;
  }

  /**
   * Whether a word piece is in this window.
   *
   * @param piece a word piece of the context
   * @return true if it is
   */
  public boolean contains(int piece) {
    return piece >= start && piece < end();
  }

  /**
   * For each piece of a window whether it is in no other with more context: the smaller number of
   * neighbours to its left and right counts, plus a hundredth of the window's length. The first
   * window wins where two are equal.
   *
   * @param windows all windows of a context
   * @param index the window in question
   * @return one element a word piece of that window
   */
  public static boolean[] maxContext(List<Window> windows, int index) {
    Window window = windows.get(index);
    boolean[] best = new boolean[window.length];
    for (int i = 0; i < best.length; i++) {
      best[i] = indexOfMaxContext(windows, index, window.start + i) == index;
    }
    return best;
  }

  /** The windows that hold a piece are neighbours of the one at {@code index}, which holds it. */
  private static int indexOfMaxContext(List<Window> windows, int index, int piece) {
    int first = index;
    while (first > 0 && windows.get(first - 1).contains(piece)) {
      first--;
    }
    int best = first;
    for (int i = first + 1; i < windows.size() && windows.get(i).contains(piece); i++) {
      best = windows.get(i).score(piece) > windows.get(best).score(piece) ? i : best;
    }
    return best;
  }

  private double score(int piece) {
    return Math.min(piece - start, end() - 1 - piece) + LENGTH_BONUS * length;
  }
}
