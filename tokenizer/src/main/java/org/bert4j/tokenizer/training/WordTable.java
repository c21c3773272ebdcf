package org.bert4j.tokenizer.training;

import java.util.Arrays;

/**
 * Counts words in memory of a limited size: a hash table with open addressing over flat arrays, a
 * fifth of what maps of objects would take. Not thread-safe.
 */
final class WordTable {

  /** Hash, count, start and two slots of each word. */
  private static final int ENTRY_BYTES = 2 * Long.BYTES + 3 * Integer.BYTES;

  /** Bytes of spelling that a word has on average before they and not the words fill the table. */
  private static final int WORD_BYTES = 12;

  private static final int MAX_ENTRIES = 1 << WordEntry.UNORDERED_BITS;
  private static final long INDEX = MAX_ENTRIES - 1;

  private final int maxEntries;
  private final int maxBytes;
  private byte[] bytes = new byte[1 << 10];
  private int[] starts = new int[(1 << 7) + 1];
  private long[] hashes = new long[1 << 7];
  private long[] counts = new long[1 << 7];

  /** Where the hash table has a word: its number plus one. */
  private int[] slots = new int[2 << 7];

  private int size;

  /**
   * @param memory bytes that the arrays may take, but for a minimum of some kilobytes; copying them
   *     as they grow takes half as much again for a moment
   */
  WordTable(long memory) {
    long entries = memory / (ENTRY_BYTES + WORD_BYTES);
    this.maxEntries = (int) Math.max(hashes.length, Math.min(entries, MAX_ENTRIES));
    this.maxBytes = WORD_BYTES * maxEntries;
  }

  /** The longest word, in bytes, that an empty table of any size has room for. */
  static int maxWordBytes() {
    return WORD_BYTES << 7;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Adds the word's count; returns false, having done nothing, if there is no room for it. */
  boolean add(WordEntry word) {
    int slot = find(word);
    if (slots[slot] != 0) {
      counts[slots[slot] - 1] += word.count();
      return true;
    }
    if (size == maxEntries || maxBytes - starts[size] < word.length()) {
      return false;
    }
    if (size == hashes.length) {
      growEntries();
      slot = find(word);
    }
    int start = starts[size];
    int end = start + word.length();
    if (end > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(end, 2L * bytes.length)));
    }
    System.arraycopy(word.bytes(), 0, bytes, start, word.length());
    starts[size + 1] = end;
    hashes[size] = word.hash();
    counts[size] = word.count();
    slots[slot] = ++size;
    return true;
  }

  /**
   * Sorts the words. Afterwards the table can be read, any number of times, and be cleared; nothing
   * can be added to it.
   */
  void sort() {
    // The hash's upper bits are the order; the lower ones make room for the word's number.
    for (int word = 0; word < size; word++) {
      hashes[word] = hashes[word] & ~INDEX | word;
    }
    Arrays.sort(hashes, 0, size);
    WordEntry left = new WordEntry();
    WordEntry right = new WordEntry();
    for (int i = 1; i < size; i++) {
      for (int j = i; j > 0 && (hashes[j - 1] ^ hashes[j]) >>> WordEntry.UNORDERED_BITS == 0; j--) {
        fill(left, j - 1);
        fill(right, j);
        if (left.compareTo(right) < 0) {
          break;
        }
        long swapped = hashes[j];
        hashes[j] = hashes[j - 1];
        hashes[j - 1] = swapped;
      }
    }
  }

  /** The sorted words from the first on. */
  WordEntry.Source read() {
    int[] next = new int[1];
    return entry -> {
      if (next[0] == size) {
        return false;
      }
      fill(entry, next[0]++);
      return true;
    };
  }

  /** Forgets all words and keeps the memory. */
  void clear() {
    Arrays.fill(slots, 0);
    size = 0;
  }

  private void fill(WordEntry entry, int position) {
    int word = (int) (hashes[position] & INDEX);
    entry.set(bytes, starts[word], starts[word + 1] - starts[word]);
    entry.setCount(counts[word]);
  }

  /** The slot that holds the word, or the empty one where it belongs. */
  private int find(WordEntry word) {
    int slot = home(word.hash());
    while (slots[slot] != 0 && !isAt(slots[slot] - 1, word)) {
      slot = slot + 1 == slots.length ? 0 : slot + 1;
    }
    return slot;
  }

  private boolean isAt(int position, WordEntry word) {
    return hashes[position] == word.hash()
        && Arrays.equals(
            bytes, starts[position], starts[position + 1], word.bytes(), 0, word.length());
  }

  /** Words often come in the order of their hashes, so neighbours must not share a home. */
  private int home(long hash) {
    return (int) ((hash * 0x9E3779B97F4A7C15L >>> 32) * slots.length >>> 32);
  }

  private void growEntries() {
    int capacity = (int) Math.min(maxEntries, 2L * hashes.length);
    starts = Arrays.copyOf(starts, capacity + 1);
    hashes = Arrays.copyOf(hashes, capacity);
    counts = Arrays.copyOf(counts, capacity);
    slots = new int[2 * capacity];
    for (int word = 0; word < size; word++) {
      int slot = home(hashes[word]);
      while (slots[slot] != 0) {
        slot = slot + 1 == slots.length ? 0 : slot + 1;
      }
      slots[slot] = word + 1;
    }
  }
}
