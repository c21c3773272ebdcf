package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import org.bert4j.common.io.LineReader;

/** Makes sentences of the lines of a file of one form. */
interface SentenceParser {
  /**
   * Reads a whole file.
   *
   * @param lines its lines
   * @param sentences hears every sentence as soon as it is read
   * @throws IllegalArgumentException if the file is broken; the message names file and line
   * @throws IOException if reading fails
   */
  void parse(LineReader lines, Consumer<RawSentence> sentences) throws IOException;

  /**
   * The form of the file, for people.
   *
   * @return its name and, once the file was read, what its records hold
   */
  String form();

  /**
   * What was chosen or left out.
   *
   * @return phrases for people, once a file was read
   */
  default List<String> notes() {
    return List.of();
  }

  /** An error at the line read last. */
  static IllegalArgumentException error(LineReader lines, String message) {
    return new IllegalArgumentException(lines.source() + ":" + lines.lineNumber() + ": " + message);
  }
}
