package org.bert4j.pretrain;

import java.io.IOException;
import java.nio.file.Path;

/** Writes the text of runs that are given none. */
@FunctionalInterface
public interface SampleText {
  /** Where there is none: a run without text is refused. */
  SampleText NONE =
      (file, seed) -> {
        throw new IllegalArgumentException(
            "corpus is empty and data is null, expected files of text or a token store");
      };

  /**
   * Writes it, a sentence a line, a blank line behind each document.
   *
   * @param file where to; it appears complete or not at all
   * @param seed of the run
   * @throws IOException if the file cannot be written
   */
  void writeTo(Path file, long seed) throws IOException;
}
