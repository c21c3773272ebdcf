package org.bert4j.finetune.text;

import java.nio.charset.Charset;
import java.util.List;
import java.util.Objects;
import org.bert4j.common.io.InvalidUtf8;

/**
 * How files of classified texts are read. Columns are named, or numbered from 1, from −1 backwards.
 *
 * @param textColumn column or JSON field of the text, or null to find it
 * @param pairColumn that of the second text, or null to find it
 * @param labelColumns that of the label; several columns of 0 and 1 are a class each; none to find
 *     it
 * @param separator what stands between columns, or null to find out
 * @param labelSeparator what stands between the labels of a text that may have several, or null
 * @param labelNames what labels that are numbers from 0 on stand for, or none
 * @param onInvalidUtf8 what to do with lines that are not UTF-8, or not of their encoding
 * @param encoding of files without a byte-order mark; null for UTF-8
 */
public record TextReaderOptions(
    String textColumn,
    String pairColumn,
    List<String> labelColumns,
    String separator,
    String labelSeparator,
    List<String> labelNames,
    InvalidUtf8 onInvalidUtf8,
    Charset encoding) {
  /** Everything found out. */
  public static final TextReaderOptions DEFAULT =
      new TextReaderOptions(null, null, List.of(), null, null, List.of(), InvalidUtf8.FAIL, null);

  /** Keeps copies. {@inheritDoc} */
  public TextReaderOptions {
    labelColumns = List.copyOf(labelColumns);
    labelNames = List.copyOf(labelNames);
    Objects.requireNonNull(onInvalidUtf8, "onInvalidUtf8");
    if (labelSeparator != null && labelSeparator.isEmpty()) {
      throw new IllegalArgumentException("label_separator is empty, expected at least a character");
    }
  }
}
