package org.bert4j.examples.command;

import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How the files of a corpus are read. */
final class ReaderOptions {
  @Option(
      names = "--format",
      paramLabel = "FORM",
      description =
          "Form of the text: auto, sentences (one a line, a blank line between documents), "
              + "paragraphs (one a line, heading lines between documents), prose (paragraphs "
              + "wrapped over lines), jsonl (an object a line), json (one array of objects), csv "
              + "(also with semicolons, tabs or bars), wiki (articles of WikiExtractor). Default: auto, "
              + "decided for each file.")
  private CorpusFormat format;

  @Option(
      names = "--text-column",
      paramLabel = "NAME",
      description =
          "Column or property of csv, jsonl and json that holds a document. Default: text or, where "
              + "there is none, the only one that holds texts.")
  private String textColumn;

  @Option(
      names = "--on-invalid-utf8",
      paramLabel = "fail|skip",
      description = "What to do about lines that are not UTF-8 or hold NUL bytes. Default: fail.")
  private InvalidUtf8 onInvalidUtf8;

  @Mixin private EncodingOption encoding;

  /** What was given, and what another configuration says otherwise. */
  CorpusOptions or(CorpusOptions base) {
    return new CorpusOptions(
        format != null ? format : base.format(),
        onInvalidUtf8 != null ? onInvalidUtf8 : base.onInvalidUtf8(),
        textColumn != null ? textColumn : base.textColumn(),
        encoding.or(base.encoding()));
  }
}
