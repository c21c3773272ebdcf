package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.charset.Charset;
import java.util.Objects;
import org.bert4j.common.io.InvalidUtf8;

/**
 * How to read a corpus.
 *
 * @param format form of the files
 * @param onInvalidUtf8 what to do with lines that are not UTF-8, or not of the file's encoding
 * @param textColumn name of the field or column that holds the text, in {@link CorpusFormat#JSONL},
 *     {@link CorpusFormat#JSON} and {@link CorpusFormat#CSV}; null for "text" or, where there is
 *     none, the only one that holds texts
 * @param encoding of files without a byte-order mark; null for UTF-8
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CorpusOptions(
    CorpusFormat format, InvalidUtf8 onInvalidUtf8, String textColumn, Charset encoding) {
  /** Form and column of the text decided per file, UTF-8, invalid bytes fatal. */
  public static final CorpusOptions DEFAULT =
      new CorpusOptions(CorpusFormat.AUTO, InvalidUtf8.FAIL, null);

  /**
   * Checks that the first two are there. {@inheritDoc}
   *
   * @throws NullPointerException if one is null
   */
  public CorpusOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(onInvalidUtf8, "onInvalidUtf8");
  }

  /**
   * Of files in UTF-8.
   *
   * @param format form of the files
   * @param onInvalidUtf8 what to do with lines that are not UTF-8
   * @param textColumn name of the field or column that holds the text, or null
   */
  public CorpusOptions(CorpusFormat format, InvalidUtf8 onInvalidUtf8, String textColumn) {
    this(format, onInvalidUtf8, textColumn, null);
  }
}
