package org.bert4j.examples.command;

import picocli.CommandLine.Option;

/** How the files of a corpus are read. */
final class ReaderOptions {
  @Option(
      names = "--format",
      paramLabel = "FORM",
      description =
          "Form of the text: auto, sentences (one a line, a blank line between documents), "
              + "paragraphs (one a line, heading lines between documents), prose (paragraphs "
              + "wrapped over lines), jsonl, csv. Default: auto, which decides per file.")
  String format;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "Key (jsonl) or column (csv) that holds the text. Default: text.")
  String textColumn;

  @Option(
      names = "--on-invalid-utf8",
      paramLabel = "fail|skip",
      description = "What to do with lines that are not UTF-8. Default: fail.")
  String onInvalidUtf8;
}
