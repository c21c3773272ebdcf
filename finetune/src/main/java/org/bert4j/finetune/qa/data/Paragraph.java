package org.bert4j.finetune.qa.data;

import java.util.List;

/**
 * A text and the questions about it.
 *
 * @param context the text
 * @param questions the questions, in the order of the file
 */
public record Paragraph(String context, List<Question> questions) {

  /**
   * Copies the questions. {@inheritDoc}
   *
   * @throws IllegalArgumentException if the context is empty or blank
   */
  public Paragraph {
    if (context.isBlank()) {
      throw new IllegalArgumentException("context is empty, expected the text that answers");
    }
    questions = List.copyOf(questions);
  }
}
