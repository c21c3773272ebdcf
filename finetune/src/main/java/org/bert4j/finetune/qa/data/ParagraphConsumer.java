package org.bert4j.finetune.qa.data;

import java.io.IOException;

/** Receives the paragraphs of a file. */
@FunctionalInterface
public interface ParagraphConsumer {

  /**
   * Receives a paragraph.
   *
   * @param paragraph the next one in the file's order
   * @throws IOException if reading or writing something else fails
   */
  void accept(Paragraph paragraph) throws IOException;
}
