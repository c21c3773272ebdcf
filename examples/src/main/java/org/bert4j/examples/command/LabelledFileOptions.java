package org.bert4j.examples.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.finetune.text.TextReaderOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How files of texts and their labels are read. Options left out are null. */
final class LabelledFileOptions {
  @Mixin private TextFileOptions texts;

  @Option(
      names = "--label-column",
      paramLabel = "NAME|N",
      split = ",",
      description =
          "That of the label. Several, with commas between, are a class each and hold 0 or 1."
              + " Default: \"label\", \"category\", \"score\" or the like.")
  private List<String> labelColumns;

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

  /** What was given, and what other options say otherwise. */
  TextReaderOptions or(TextReaderOptions base) throws IOException {
    TextReaderOptions ofTexts = texts.or(base);
    return new TextReaderOptions(
        ofTexts.textColumn(),
        ofTexts.pairColumn(),
        labelColumns != null ? labelColumns : base.labelColumns(),
        ofTexts.separator(),
        labelSeparator != null ? labelSeparator : base.labelSeparator(),
        labelNames != null ? names() : base.labelNames(),
        ofTexts.onInvalidUtf8(),
        ofTexts.encoding());
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
