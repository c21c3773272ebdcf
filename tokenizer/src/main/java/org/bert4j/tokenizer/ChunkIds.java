package org.bert4j.tokenizer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The ids of a text's chunks, in order. Those that are not known yet are found together: a call of
 * the native library costs as much as several words.
 */
final class ChunkIds {

  private int[][] parts;
  private int size;
  private int length;

  /** Chunks without ids, each a single word, and where they belong. */
  private final List<String> missing = new ArrayList<>(0);

  private int[] missingAt = new int[8];

  /**
   * @param capacity chunks expected
   */
  ChunkIds(int capacity) {
    parts = new int[capacity][];
  }

  void add(int[] ids) {
    if (size == parts.length) {
      parts = Arrays.copyOf(parts, 2 * size);
    }
    parts[size++] = ids;
    length += ids.length;
  }

  /** Adds a chunk that is one word; its ids come with {@link #fill}. */
  void addMissing(String chunk) {
    if (missing.size() == missingAt.length) {
      missingAt = Arrays.copyOf(missingAt, 2 * missingAt.length);
    }
    missingAt[missing.size()] = size;
    missing.add(chunk);
    add(Pieces.NONE.ids());
  }

  /** Finds the missing ids and passes them on with their chunks. */
  void fill(NativeTokenizer tokenizer, BiConsumer<String, int[]> found) {
    if (missing.isEmpty()) {
      return;
    }
    int[][] idsAndWordIds = tokenizer.idsAndWordIds(String.join(" ", missing));
    int[] wordIds = idsAndWordIds[1];
    int from = 0;
    for (int word = 0; word < missing.size(); word++) {
      int to = from;
      while (to < wordIds.length && wordIds[to] == word) {
        to++;
      }
      int[] ids = Arrays.copyOfRange(idsAndWordIds[0], from, to);
      parts[missingAt[word]] = ids;
      length += ids.length;
      found.accept(missing.get(word), ids);
      from = to;
    }
  }

  /** The ids of the text. */
  int[] join() {
    int[] ids = new int[length];
    int at = 0;
    for (int i = 0; i < size; i++) {
      System.arraycopy(parts[i], 0, ids, at, parts[i].length);
      at += parts[i].length;
    }
    return ids;
  }
}
