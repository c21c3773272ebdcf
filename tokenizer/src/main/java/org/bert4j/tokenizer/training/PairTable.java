package org.bert4j.tokenizer.training;

import java.util.Arrays;

/**
 * How often each pair of neighbouring pieces occurs and in which words: a hash table with open
 * addressing over flat arrays, and the words of a pair as a linked list in two more. A pair that no
 * longer occurs is removed.
 */
final class PairTable {

  private static final long EMPTY = -1;
  private static final int NONE = -1;

  private long[] pairs = new long[1 << 10];
  private long[] counts = new long[1 << 10];

  /** The first link of each pair's list. */
  private int[] heads = new int[1 << 10];

  private int size;
  private int[] linkWords = new int[1 << 10];
  private int[] linkNexts = new int[1 << 10];
  private int links;
  private int freeLink = NONE;

  PairTable() {
    Arrays.fill(pairs, EMPTY);
  }

  /** Number of pairs. */
  int size() {
    return size;
  }

  long count(long pair) {
    int slot = find(pair);
    return pairs[slot] == pair ? counts[slot] : 0;
  }

  /** Adds to the count of a pair, which may be new. */
  void add(long pair, long count) {
    int slot = insert(pair); // which may replace the arrays
    counts[slot] += count;
  }

  /** Notes that a pair occurs in a word; a word may be noted again for the same pair. */
  void addWord(long pair, int word) {
    int slot = insert(pair);
    if (heads[slot] != NONE && linkWords[heads[slot]] == word) {
      return;
    }
    int link = freeLink;
    if (link != NONE) {
      freeLink = linkNexts[link];
    } else {
      if (links == linkWords.length) {
        int capacity = grown(links);
        linkWords = Arrays.copyOf(linkWords, capacity);
        linkNexts = Arrays.copyOf(linkNexts, capacity);
      }
      link = links++;
    }
    linkWords[link] = word;
    linkNexts[link] = heads[slot];
    heads[slot] = link;
  }

  /** Forgets the words of a pair; returns every word it ever occurred in, perhaps repeated. */
  int[] removeWords(long pair) {
    int slot = find(pair);
    if (pairs[slot] != pair) {
      return new int[0];
    }
    int length = 0;
    for (int link = heads[slot]; link != NONE; link = linkNexts[link]) {
      length++;
    }
    int[] words = new int[length];
    for (int i = 0; i < length; i++) {
      int link = heads[slot];
      words[i] = linkWords[link];
      heads[slot] = linkNexts[link];
      linkNexts[link] = freeLink;
      freeLink = link;
    }
    return words;
  }

  /** Removes a pair if it occurs no more. */
  void removeIfGone(long pair) {
    int hole = find(pair);
    if (pairs[hole] != pair || counts[hole] != 0) {
      return;
    }
    removeWords(pair);
    size--;
    // Whatever was pushed on by the removed pair moves up, so that searching may stop at a hole.
    for (int slot = next(hole); pairs[slot] != EMPTY; slot = next(slot)) {
      int distanceToHome = slot - home(pairs[slot]) & pairs.length - 1;
      int distanceToHole = slot - hole & pairs.length - 1;
      if (distanceToHome >= distanceToHole) {
        pairs[hole] = pairs[slot];
        counts[hole] = counts[slot];
        heads[hole] = heads[slot];
        hole = slot;
      }
    }
    pairs[hole] = EMPTY;
  }

  /** All pairs, in no order that means anything. */
  long[] pairs() {
    return Arrays.stream(pairs).filter(pair -> pair != EMPTY).toArray();
  }

  private int insert(long pair) {
    int slot = find(pair);
    if (pairs[slot] == pair) {
      return slot;
    }
    if (4 * (size + 1L) > 3L * pairs.length) {
      grow();
      slot = find(pair);
    }
    pairs[slot] = pair;
    counts[slot] = 0;
    heads[slot] = NONE;
    size++;
    return slot;
  }

  private void grow() {
    long[] oldPairs = pairs;
    long[] oldCounts = counts;
    int[] oldHeads = heads;
    pairs = new long[2 * oldPairs.length];
    counts = new long[pairs.length];
    heads = new int[pairs.length];
    Arrays.fill(pairs, EMPTY);
    for (int old = 0; old < oldPairs.length; old++) {
      if (oldPairs[old] != EMPTY) {
        int slot = find(oldPairs[old]);
        pairs[slot] = oldPairs[old];
        counts[slot] = oldCounts[old];
        heads[slot] = oldHeads[old];
      }
    }
  }

  /** The slot of a pair, or the empty one where it belongs. */
  private int find(long pair) {
    int slot = home(pair);
    while (pairs[slot] != pair && pairs[slot] != EMPTY) {
      slot = next(slot);
    }
    return slot;
  }

  private int next(int slot) {
    return slot + 1 & pairs.length - 1;
  }

  private int home(long pair) {
    long mixed = pair * 0x9E3779B97F4A7C15L;
    return (int) (mixed ^ mixed >>> 32) & pairs.length - 1;
  }

  private static int grown(int capacity) {
    return capacity + (capacity >> 1);
  }
}
