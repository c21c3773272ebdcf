package org.bert4j.examples.sample;

import java.util.List;

/**
 * A document of the sample corpus.
 *
 * @param language what it is written in
 * @param type name of its kind of text, for example {@code biography}
 * @param sentences in order; each follows from those before it
 */
public record SampleDocument(Language language, String type, List<SampleSentence> sentences) {
  /** Copies the list. {@inheritDoc} */
  public SampleDocument {
    sentences = List.copyOf(sentences);
  }
}
