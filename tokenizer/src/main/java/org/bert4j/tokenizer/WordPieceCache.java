package org.bert4j.tokenizer;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Tokenizes text chunk by chunk and remembers the ids of the first chunks it met, which in any
 * language are nearly all that follow. Thread-safe.
 */
final class WordPieceCache {

  /** Entries at most, some 30 MB: more than the distinct chunks of a million sentences. */
  private static final int MAX_ENTRIES = 1 << 18;

  /** Longer chunks (addresses, lines of dashes) rarely return. */
  private static final int MAX_CHARS = 40;

  private final NativeTokenizer tokenizer;
  private final boolean splitChinese;
  private final Map<String, int[]> cache = new ConcurrentHashMap<>();

  WordPieceCache(NativeTokenizer tokenizer, boolean splitChinese) {
    this.tokenizer = tokenizer;
    this.splitChinese = splitChinese;
  }

  /** The same ids as {@link NativeTokenizer#ids} of the whole text. */
  int[] ids(String text) {
    IntBuffer ids = new IntBuffer(text.length() / 3 + 8);
    TextChunks.forEach(
        text,
        splitChinese,
        (chunks, start, end) -> ids.append(chunkIds(chunks.substring(start, end))));
    return ids.toArray();
  }

  private int[] chunkIds(String chunk) {
    int[] ids = cache.get(chunk);
    if (ids == null) {
      ids = tokenizer.ids(chunk);
      // The size may be passed by a few entries when several threads come here at once.
      if (chunk.length() <= MAX_CHARS && cache.size() < MAX_ENTRIES) {
        cache.put(chunk, ids);
      }
    }
    return ids;
  }

  private static final class IntBuffer {
    private int[] values;
    private int size;

    IntBuffer(int capacity) {
      values = new int[capacity];
    }

    void append(int[] more) {
      if (size + more.length > values.length) {
        values = Arrays.copyOf(values, Math.max(2 * values.length, size + more.length));
      }
      System.arraycopy(more, 0, values, size, more.length);
      size += more.length;
    }

    int[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
