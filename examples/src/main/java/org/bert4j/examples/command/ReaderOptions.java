package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusOptions;
import picocli.CommandLine.Option;

/** How the files of a corpus are read. */
final class ReaderOptions {
  @Option(
      names = "--format",
      paramLabel = "FORM",
      description =
          "Form of the text: auto, sentences (one a line, a blank line between documents), "
              + "paragraphs (one a line, heading lines between documents), prose (paragraphs "
              + "wrapped over lines), jsonl (an object a line), csv. Default: auto, decided for "
              + "each file.")
  private CorpusFormat format;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description = "Column or property of csv and jsonl that holds a document. Default: text.")
  private String textColumn;

  @Option(
      names = "--on-invalid-utf8",
      paramLabel = "fail|skip",
      description = "What to do about lines that are not UTF-8. Default: fail.")
  private InvalidUtf8 onInvalidUtf8;

  /** Prints which form each file is read in, and how many lines were left out. */
  static CorpusListener printTo(PrintWriter out) {
    return new CorpusListener() {
      @Override
      public void fileOpened(Path file, CorpusFormat format) {
        out.printf("reading %s as %s%n", file, format.name().toLowerCase(Locale.ROOT));
      }

      @Override
      public void resumed(long documents) {
        out.printf("going on after %,d documents that are tokenized already%n", documents);
      }

      @Override
      public void linesDropped(long count) {
        out.printf("%,d lines left out that are not UTF-8%n", count);
      }
    };
  }

  /** What was given, and what another configuration says otherwise. */
  CorpusOptions or(CorpusOptions base) {
    return new CorpusOptions(
        format != null ? format : base.format(),
        onInvalidUtf8 != null ? onInvalidUtf8 : base.onInvalidUtf8(),
        textColumn != null ? textColumn : base.textColumn());
  }
}
