package org.bert4j.examples.command;

import java.nio.file.Path;
import java.util.Locale;
import org.bert4j.pretrain.corpus.CorpusFormat;

/** Lines that several commands print. */
final class Words {
  private Words() {}

  static String reading(Path file, CorpusFormat format) {
    return "reading " + file + " as " + format.name().toLowerCase(Locale.ROOT);
  }
}
