package org.bert4j.examples.command;

import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How files of texts, or of pairs of texts, are read. Options left out are null. */
final class TextFileOptions {
  @Option(
      names = "--text-column",
      paramLabel = "NAME|N",
      parameterConsumer = LabelledTextOptions.ColumnName.class,
      description =
          "Column or JSON field of the text: its name, or its number, 1 being the first and -1 the"
              + " last. Default: \"text\", \"sentence\", \"review\" or the like.")
  private String textColumn;

  @Option(
      names = "--pair-column",
      paramLabel = "NAME|N",
      parameterConsumer = LabelledTextOptions.ColumnName.class,
      description =
          "That of the second text. Default: \"sentence2\" beside \"sentence1\", \"target\" beside"
              + " \"source\" or the like.")
  private String pairColumn;

  @Option(
      names = "--separator",
      paramLabel = "SEPARATOR",
      description =
          "What stands between columns: tab or a character. Default: the one of comma, semicolon,"
              + " tab and bar that the first line has.")
  private String separator;

  @Option(
      names = "--on-invalid-utf8",
      paramLabel = "fail|skip",
      description = "What to do about lines that are not UTF-8. Default: fail.")
  private InvalidUtf8 onInvalidUtf8;

  @Mixin private EncodingOption encoding;

  /** What was given, and what other options say otherwise. */
  TextReaderOptions or(TextReaderOptions base) {
    return new TextReaderOptions(
        textColumn != null ? textColumn : base.textColumn(),
        pairColumn != null ? pairColumn : base.pairColumn(),
        base.labelColumns(),
        separator != null ? separator : base.separator(),
        base.labelSeparator(),
        base.labelNames(),
        onInvalidUtf8 != null ? onInvalidUtf8 : base.onInvalidUtf8(),
        encoding.or(base.encoding()));
  }
}
