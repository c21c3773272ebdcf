package org.bert4j.tokenizer;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * One tokenizer of the native library, made from the text of a {@code tokenizer.json}. It never
 * truncates, pads or adds special tokens. Thread-safe: the library only reads, and {@link #close}
 * waits for calls in progress.
 */
final class NativeTokenizer implements AutoCloseable {

  private static final TokenizersLibrary LIBRARY = TokenizersLibrary.LIB;

  /** Held for reading during a native call: a handle that is freed meanwhile ends the process. */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  /** Our ids, by those of the library. */
  private final int[] vocabularyIds;

  private long handle;

  /**
   * @param json a whole {@code tokenizer.json}, checked, without truncation and padding
   * @param vocabularyIds the ids of the tokens that the library gives the ids 0, 1, 2, ...
   * @param source the file it came from, for error messages
   * @throws IllegalArgumentException if the library refuses the text or cannot be loaded
   */
  NativeTokenizer(String json, int[] vocabularyIds, String source) {
    NativeLibrary.load();
    this.vocabularyIds = vocabularyIds;
    try {
      handle = LIBRARY.createTokenizerFromString(json);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          source
              + ": the tokenizer library refuses it: "
              + JsonPlace.printable(String.valueOf(e.getMessage()), 200),
          e);
    }
  }

  /** The ids of a text's pieces; several times cheaper than {@link #pieces}. */
  int[] ids(String text) {
    lock.readLock().lock();
    try {
      long encoding = LIBRARY.encode(handle(), wellFormed(text), false);
      try {
        return tokenIds(encoding);
      } finally {
        LIBRARY.deleteEncoding(encoding);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The ids of a text's pieces and, in the same order, the word of each, counted from 0. */
  int[][] idsAndWordIds(String text) {
    lock.readLock().lock();
    try {
      long encoding = LIBRARY.encode(handle(), wellFormed(text), false);
      try {
        return new int[][] {tokenIds(encoding), toInts(LIBRARY.getWordIds(encoding))};
      } finally {
        LIBRARY.deleteEncoding(encoding);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /** The pieces of a text with their words and places. */
  Pieces pieces(String text) {
    lock.readLock().lock();
    try {
      long encoding = LIBRARY.encode(handle(), wellFormed(text), false);
      try {
        int[] ids = tokenIds(encoding);
        int[] wordIds = toInts(LIBRARY.getWordIds(encoding));
        return place(text, ids, wordIds, LIBRARY.getTokenCharSpans(encoding));
      } finally {
        LIBRARY.deleteEncoding(encoding);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (handle != 0) {
        LIBRARY.deleteTokenizer(handle);
        handle = 0;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }

  private long handle() {
    if (handle == 0) {
      throw new IllegalStateException("the tokenizer is closed");
    }
    return handle;
  }

  /** The library counts code points; Java counts {@code char}s, two for one beyond U+FFFF. */
  private static Pieces place(String text, int[] ids, int[] wordIds, CharSpan[] spans) {
    int[] starts = new int[ids.length];
    int[] ends = new int[ids.length];
    int codePoint = 0;
    int position = 0;
    for (int i = 0; i < ids.length; i++) {
      // Spans never go backwards, so one walk over the text finds them all.
      int start = spans[i].getStart();
      position = text.offsetByCodePoints(position, start - codePoint);
      codePoint = start;
      starts[i] = position;
      ends[i] = text.offsetByCodePoints(position, spans[i].getEnd() - start);
    }
    return new Pieces(ids, wordIds, starts, ends);
  }

  /**
   * Half of a surrogate pair is no character, and the library would count it as several. U+FFFD in
   * its place is one {@code char} as well, and the BERT normalizer removes it.
   */
  private static String wellFormed(String text) {
    StringBuilder repaired = null;
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (Character.charCount(text.codePointAt(i)) == 2) {
        i++;
      } else {
        repaired = repaired == null ? new StringBuilder(text) : repaired;
        repaired.setCharAt(i, '\uFFFD');
      }
    }
    return repaired == null ? text : repaired.toString();
  }

  private int[] tokenIds(long encoding) {
    int[] ids = toInts(LIBRARY.getTokenIds(encoding));
    for (int i = 0; i < ids.length; i++) {
      ids[i] = vocabularyIds[ids[i]];
    }
    return ids;
  }

  private static int[] toInts(long[] values) {
    int[] ints = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      ints[i] = (int) values[i];
    }
    return ints;
  }
}
