package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Option;

/** How files of texts and their labels are read. Options left out are null. */
final class LabelledFileOptions {
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
          "That of the second text. Default: \"sentence2\" beside \"sentence1\" or the like.")
  private String pairColumn;

  @Option(
      names = "--label-column",
      paramLabel = "NAME|N",
      split = ",",
      description =
          "That of the label. Several, with commas between, are a class each and hold 0 or 1."
              + " Default: \"label\", \"category\", \"score\" or the like.")
  private List<String> labelColumns;

  @Option(
      names = "--separator",
      paramLabel = "SEPARATOR",
      description =
          "What stands between columns: tab or a character. Default: the one of comma, semicolon,"
              + " tab and bar that the first line has.")
  private String separator;

  @Option(
      names = "--label-separator",
      paramLabel = "TEXT",
      description =
          "What stands between the labels of a text that may have several. Default: a text has one,"
              + " unless JSON lists them.")
  private String labelSeparator;

  @Option(
      names = "--label-names",
      paramLabel = "A,B,...|FILE",
      description =
          "What labels that are numbers from 0 on stand for: names with commas between, or a file"
              + " with one a line. Default: the numbers.")
  private String labelNames;

  @Option(
      names = "--on-invalid-utf8",
      paramLabel = "fail|skip",
      description = "What to do about lines that are not UTF-8. Default: fail.")
  private InvalidUtf8 onInvalidUtf8;

  /** What was given, and what other options say otherwise. */
  TextReaderOptions or(TextReaderOptions base) throws IOException {
    return new TextReaderOptions(
        textColumn != null ? textColumn : base.textColumn(),
        pairColumn != null ? pairColumn : base.pairColumn(),
        labelColumns != null ? labelColumns : base.labelColumns(),
        separator != null ? separator : base.separator(),
        labelSeparator != null ? labelSeparator : base.labelSeparator(),
        labelNames != null ? names() : base.labelNames(),
        onInvalidUtf8 != null ? onInvalidUtf8 : base.onInvalidUtf8());
  }

  private List<String> names() throws IOException {
    Path file = Path.of(labelNames);
    if (Files.isRegularFile(file)) {
      return Files.readAllLines(file).stream()
          .map(String::strip)
          .filter(name -> !name.isEmpty())
          .toList();
    }
    return List.of(labelNames.split(","));
  }
}
