package org.bert4j.pretrain.corpus;

import java.util.List;

/**
 * Sentences that follow from one another.
 *
 * @param sentences the sentences in order, none blank
 * @param source where it begins: file and line
 */
public record Document(List<String> sentences, String source) {
  /**
   * Keeps its own copy of the sentences. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no sentence
   */
  public Document {
    sentences = List.copyOf(sentences);
    if (sentences.isEmpty()) {
      throw new IllegalArgumentException(source + ": a document needs at least one sentence");
    }
  }
}
