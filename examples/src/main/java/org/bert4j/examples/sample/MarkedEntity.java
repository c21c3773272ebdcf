package org.bert4j.examples.sample;

/**
 * Where an entity stands in its sentence.
 *
 * @param type what it is
 * @param start first {@code char} of it
 * @param end the {@code char} after its last
 */
public record MarkedEntity(EntityType type, int start, int end) {
  /**
   * Checks the bounds. {@inheritDoc}
   *
   * @throws IllegalArgumentException if the span is empty or starts before the sentence
   */
  public MarkedEntity {
    if (start < 0 || end <= start) {
      throw new IllegalArgumentException(
          "an entity covers at least one char, not " + start + " to " + end);
    }
  }
}
