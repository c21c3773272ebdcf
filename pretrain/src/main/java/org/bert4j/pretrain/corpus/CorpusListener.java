package org.bert4j.pretrain.corpus;

import java.nio.file.Path;

/** Hears what a {@link CorpusReader} decides. */
@FunctionalInterface
public interface CorpusListener {
  /** Hears nothing. */
  CorpusListener NONE = (file, format) -> {};

  /**
   * A file is about to be read.
   *
   * @param file the file
   * @param format the form it is read in, never {@link CorpusFormat#AUTO}
   */
  void fileOpened(Path file, CorpusFormat format);
}
