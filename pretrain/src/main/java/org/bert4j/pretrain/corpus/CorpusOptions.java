package org.bert4j.pretrain.corpus;

import java.util.Objects;
import org.bert4j.common.io.InvalidUtf8;

/**
 * How to read a corpus.
 *
 * @param format form of the files
 * @param onInvalidUtf8 what to do with lines that are not UTF-8
 * @param textColumn name of the field or column that holds the text, in {@link CorpusFormat#JSONL}
 *     and {@link CorpusFormat#CSV}
 */
public record CorpusOptions(CorpusFormat format, InvalidUtf8 onInvalidUtf8, String textColumn) {
  /** Form decided per file, invalid bytes fatal, text in the column "text". */
  public static final CorpusOptions DEFAULT =
      new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.FAIL, "text");

  /**
   * Checks that all are there.
   *
   * @param format form of the files
   * @param onInvalidUtf8 what to do with lines that are not UTF-8
   * @param textColumn name of the field or column that holds the text
   * @throws NullPointerException if one is null
   */
  public CorpusOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(onInvalidUtf8, "onInvalidUtf8");
    Objects.requireNonNull(textColumn, "textColumn");
  }
}
