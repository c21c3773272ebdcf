package org.bert4j.tokenizer.training;

import java.util.Arrays;

/** Pairs at the counts they had when they were queued: the largest first, then the smaller pair. */
final class PairQueue {

  private long[] pairs = new long[1 << 10];
  private long[] counts = new long[1 << 10];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void add(long pair, long count) {
    if (size == pairs.length) {
      int capacity = size + (size >> 1);
      pairs = Arrays.copyOf(pairs, capacity);
      counts = Arrays.copyOf(counts, capacity);
    }
    int at = size++;
    while (at > 0 && precedes(pair, count, at - 1 >>> 1)) {
      move(at - 1 >>> 1, at);
      at = at - 1 >>> 1;
    }
    pairs[at] = pair;
    counts[at] = count;
  }

  /** The first pair; there must be one. */
  long pair() {
    return pairs[0];
  }

  /** The count that the first pair had when it was queued. */
  long count() {
    return counts[0];
  }

  /** Removes the first pair. */
  void remove() {
    size--;
    long pair = pairs[size];
    long count = counts[size];
    int at = 0;
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && precedes(pairs[child + 1], counts[child + 1], child)) {
        child++;
      }
      if (precedes(pair, count, child)) {
        break;
      }
      move(child, at);
      at = child;
    }
    pairs[at] = pair;
    counts[at] = count;
  }

  private boolean precedes(long pair, long count, int other) {
    return count != counts[other] ? count > counts[other] : pair < pairs[other];
  }

  private void move(int from, int to) {
    pairs[to] = pairs[from];
    counts[to] = counts[from];
  }
}
