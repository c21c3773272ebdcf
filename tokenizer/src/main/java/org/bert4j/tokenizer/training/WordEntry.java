package org.bert4j.tokenizer.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A word as UTF-8 and how often it occurs; filled anew for every word. Words are in the order of a
 * hash, and of their bytes where it is equal: any order serves to bring equal words together, and
 * numbers compare faster than words.
 */
final class WordEntry implements Comparable<WordEntry> {

  /** Fills an entry with the next word. */
  @FunctionalInterface
  interface Source {
    /** Returns false if there is no further word. */
    boolean read(WordEntry entry) throws IOException;
  }

  /** Low bits of the hash that the order does not look at: {@link WordTable} needs them. */
  static final int UNORDERED_BITS = 24;

  /** What half of a surrogate pair becomes; the BERT normalizer removes it. */
  private static final char REPLACEMENT = '\uFFFD';

  private byte[] bytes = new byte[64];
  private int length;
  private long count;
  private long hash;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  long count() {
    return count;
  }

  long hash() {
    return hash;
  }

  void setCount(long count) {
    this.count = count;
  }

  /** Takes over bytes that are UTF-8. */
  void set(byte[] source, int from, int byteCount) {
    reserve(byteCount);
    System.arraycopy(source, from, bytes, 0, byteCount);
    end(byteCount);
  }

  /** Takes over the characters from {@code start} to {@code end}, exclusive. */
  void set(String text, int start, int end) {
    reserve(3 * (end - start));
    int size = 0;
    for (int i = start; i < end; i++) {
      int c = text.charAt(i);
      if (Character.isSurrogate((char) c)) {
        c = text.codePointAt(i);
        boolean pair = c >= Character.MIN_SUPPLEMENTARY_CODE_POINT && i + 1 < end;
        c = pair ? c : REPLACEMENT;
        i += pair ? 1 : 0;
      }
      size = put(c, size);
    }
    end(size);
  }

  /** Whether all characters are ASCII and visible. */
  boolean isAscii() {
    for (int i = 0; i < length; i++) {
      if (bytes[i] <= ' ' || bytes[i] > '~') {
        return false;
      }
    }
    return true;
  }

  /** Makes capitals of ASCII small. */
  void lowerCaseAscii() {
    for (int i = 0; i < length; i++) {
      if (bytes[i] >= 'A' && bytes[i] <= 'Z') {
        bytes[i] += 'a' - 'A';
      }
    }
    end(length);
  }

  /** Exchanges the contents of two entries. */
  void swap(WordEntry other) {
    byte[] otherBytes = other.bytes;
    int otherLength = other.length;
    long otherCount = other.count;
    long otherHash = other.hash;
    other.bytes = bytes;
    other.length = length;
    other.count = count;
    other.hash = hash;
    bytes = otherBytes;
    length = otherLength;
    count = otherCount;
    hash = otherHash;
  }

  String text() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  @Override
  public int compareTo(WordEntry other) {
    int order = Long.compare(hash >> UNORDERED_BITS, other.hash >> UNORDERED_BITS);
    return order != 0
        ? order
        : Arrays.compareUnsigned(bytes, 0, length, other.bytes, 0, other.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof WordEntry entry && compareTo(entry) == 0;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(hash);
  }

  private int put(int c, int at) {
    int size = at;
    if (c < 0x80) {
      bytes[size++] = (byte) c;
      return size;
    }
    int continuations = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    // The first byte has one leading bit more than there are bytes behind it.
    bytes[size++] = (byte) (-1 << (7 - continuations) | c >> 6 * continuations);
    while (continuations-- > 0) {
      bytes[size++] = (byte) (0x80 | c >> 6 * continuations & 0x3F);
    }
    return size;
  }

  private void reserve(int size) {
    if (bytes.length < size) {
      bytes = new byte[Math.max(size, 2 * bytes.length)];
    }
  }

  private void end(int size) {
    length = size;
    long h = 0xCBF29CE484222325L;
    for (int i = 0; i < size; i++) {
      h = (h ^ bytes[i]) * 0x100000001B3L;
    }
    // FNV-1a leaves the upper bits of short words alike; this mixes all bits with all.
    h = (h ^ h >>> 33) * 0xFF51AFD7ED558CCDL;
    h = (h ^ h >>> 33) * 0xC4CEB9FE1A85EC53L;
    hash = h ^ h >>> 33;
  }
}
