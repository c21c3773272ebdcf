package org.bert4j.tokenizer;

/**
 * Tokenizes text chunk by chunk and remembers the ids of the chunks it met, which in any language
 * are nearly all that follow. A new chunk takes the place of an older one, so that a corpus of
 * millions of words that never return does not drive out those that do. Thread-safe.
 */
final class WordPieceCache {

  /** Entries, some 30 MB: more than the distinct chunks of a million sentences. */
  static final int ENTRIES = 1 << 18;

  /** Longer chunks rarely return. */
  private static final int MAX_CHARS = 40;

  /** A chunk and its ids. Immutable, so that threads may see it in the table without a lock. */
  private record Entry(String chunk, int[] ids) {
    boolean is(String text, int start, int end) {
      return chunk.length() == end - start && text.startsWith(chunk, start);
    }
  }

  private final NativeTokenizer tokenizer;
  private final boolean splitChinese;

  /** A chunk is in the slot of its hash, or in the one beside it if a newer chunk came there. */
  private final Entry[] entries;

  /**
   * @param entries how many chunks to remember, a power of two and at least 2
   */
  WordPieceCache(NativeTokenizer tokenizer, boolean splitChinese, int entries) {
    this.tokenizer = tokenizer;
    this.splitChinese = splitChinese;
    this.entries = new Entry[entries];
  }

  /** The same ids as {@link NativeTokenizer#ids} of the whole text. */
  int[] ids(String text) {
    ChunkIds ids = new ChunkIds(text.length() / 3 + 1);
    TextChunks.forEach(
        text,
        splitChinese,
        (chunks, start, end) -> {
          Entry entry = find(chunks, start, end);
          if (entry != null) {
            ids.add(entry.ids());
          } else if (TextChunks.isOneWord(chunks, start, end)) {
            ids.addMissing(chunks.substring(start, end));
          } else {
            String chunk = chunks.substring(start, end);
            ids.add(remember(chunk, tokenizer.ids(chunk)));
          }
        });
    ids.fill(tokenizer, this::remember);
    return ids.join();
  }

  private Entry find(String text, int start, int end) {
    int slot = slot(text, start, end);
    Entry entry = entries[slot];
    if (entry != null && entry.is(text, start, end)) {
      return entry;
    }
    entry = entries[slot ^ 1];
    return entry != null && entry.is(text, start, end) ? entry : null;
  }

  private int[] remember(String chunk, int[] ids) {
    if (chunk.length() <= MAX_CHARS) {
      int slot = slot(chunk, 0, chunk.length());
      entries[slot ^ 1] = entries[slot];
      entries[slot] = new Entry(chunk, ids);
    }
    return ids;
  }

  private int slot(String text, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    hash *= 0x9E3779B9;
    return (hash ^ hash >>> 16) & entries.length - 1;
  }
}
