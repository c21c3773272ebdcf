package org.bert4j.pretrain.corpus;

import java.nio.file.Path;

/** Hears what a {@link CorpusReader} decides and how far it has come. */
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

  /**
   * Reading goes on where an interrupted preparation has come to.
   *
   * @param documents documents that it has prepared, at least 1
   */
  default void resumed(long documents) {}

  /**
   * A document has been read.
   *
   * @param bytesRead bytes read so far, out of {@link Corpus#bytes()}
   */
  default void documentRead(long bytesRead) {}

  /**
   * The whole corpus has been read without some of its lines.
   *
   * @param count lines left out because they are not UTF-8, at least 1
   */
  default void linesDropped(long count) {}
}
