package org.bert4j.finetune.ner.data;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.charset.Charset;
import java.util.Objects;
import org.bert4j.common.io.InvalidUtf8;

/**
 * How to read labelled text.
 *
 * @param format form of the files
 * @param separator what stands between the columns of {@link NerFormat#CONLL} and {@link
 *     NerFormat#CSV}; null means what the first line has
 * @param columns which columns to read
 * @param segmentationDigits whether every word of CoNLL columns ends in a digit that is not part of
 *     it, as in the Weibo corpus ({@code 科0 O})
 * @param wordSplitting how words are made of the texts of {@link NerFormat#JSONL} and {@link
 *     NerFormat#TEXT}
 * @param onInvalidUtf8 what to do with lines that are not UTF-8, or not of their encoding
 * @param spans how marked spans and numbered tags are read; null means {@link SpanOptions#DEFAULT}
 * @param encoding of files without a byte-order mark; null for UTF-8
 */
@RecordBuilder
public record NerReaderOptions(
    NerFormat format,
    String separator,
    NerColumns columns,
    boolean segmentationDigits,
    WordSplitting wordSplitting,
    InvalidUtf8 onInvalidUtf8,
    SpanOptions spans,
    @JsonInclude(JsonInclude.Include.NON_NULL) Charset encoding)
    implements NerReaderOptionsBuilder.With {
  /** Everything recognised. */
  public static final NerReaderOptions DEFAULT =
      new NerReaderOptions(
          NerFormat.AUTO, null, NerColumns.DEFAULT, false, WordSplitting.RUNS, InvalidUtf8.FAIL);

  /**
   * Checks the options. {@inheritDoc}
   *
   * @throws IllegalArgumentException if the separator is empty
   */
  public NerReaderOptions {
    Objects.requireNonNull(format, "format");
    Objects.requireNonNull(columns, "columns");
    Objects.requireNonNull(wordSplitting, "wordSplitting");
    Objects.requireNonNull(onInvalidUtf8, "onInvalidUtf8");
    spans = spans == null ? SpanOptions.DEFAULT : spans;
    if (separator != null && separator.isEmpty()) {
      throw new IllegalArgumentException(
          "separator is empty: expected the text between two columns, tab or space");
    }
  }

  /**
   * Options with the usual reading of spans.
   *
   * @param format form of the files
   * @param separator what stands between the columns, or null
   * @param columns which columns to read
   * @param segmentationDigits whether every word ends in a digit that is not part of it
   * @param wordSplitting how words are made of texts
   * @param onInvalidUtf8 what to do with lines that are not UTF-8
   */
  public NerReaderOptions(
      NerFormat format,
      String separator,
      NerColumns columns,
      boolean segmentationDigits,
      WordSplitting wordSplitting,
      InvalidUtf8 onInvalidUtf8) {
    this(
        format,
        separator,
        columns,
        segmentationDigits,
        wordSplitting,
        onInvalidUtf8,
        SpanOptions.DEFAULT,
        null);
  }
}
