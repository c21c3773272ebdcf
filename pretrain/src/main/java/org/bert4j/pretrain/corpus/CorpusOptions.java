package org.bert4j.pretrain.corpus;

import java.util.Objects;

/**
 * How to read a corpus.
 *
 * @param format form of the files
 * @param onInvalidUtf8 what to do with lines that are not UTF-8
 */
public record CorpusOptions(CorpusFormat format, InvalidUtf8 onInvalidUtf8) {
  /** Form decided per file, invalid bytes fatal. */
  public static final CorpusOptions DEFAULT =
      new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.FAIL);

  /**
   * Checks that both are there.
   *
   * @param format form of the files
   * @param onInvalidUtf8 what to do with lines that are not UTF-8
   * @throws NullPointerException if one is null
   */
  public CorpusOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(onInvalidUtf8, "onInvalidUtf8");
  }
}
