package org.bert4j.pretrain.corpus;

import java.nio.file.Path;

/** Hears what a {@link CorpusReader} decides and how far it has come. */
@FunctionalInterface
public interface CorpusListener {
  /** Hears nothing. */
  CorpusListener NONE = (file, format) -> {};

  /**
   * Reading begins.
   *
   * @param contents what there is to read
   */
  default void corpusFound(CorpusContents contents) {}

  /**
   * Reading goes on at a position that another reader has come to. The documents before it in its
   * file are read again and passed over.
   *
   * @param documents documents before that position, at least 1
   * @param bytes bytes of the files that are not read again
   */
  default void resumed(long documents, long bytes) {}

  /**
   * A file is about to be read.
   *
   * @param file the file
   * @param format the form it is read in, never {@link CorpusFormat#AUTO}
   */
  void fileOpened(Path file, CorpusFormat format);

  /**
   * Something was decided about a file that is being read.
   *
   * @param file the file
   * @param note what, and what follows from it
   */
  default void noted(Path file, String note) {}

  /**
   * A document has been read, or passed over.
   *
   * @param bytesRead bytes read so far, out of {@link Corpus#bytes()}
   */
  default void documentRead(long bytesRead) {}

  /**
   * The whole corpus has been read.
   *
   * @param summary what was in it, also before a position that reading went on at
   */
  default void corpusRead(CorpusSummary summary) {}
}
