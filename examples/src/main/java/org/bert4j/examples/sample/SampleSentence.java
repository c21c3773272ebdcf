package org.bert4j.examples.sample;

import java.util.List;

/**
 * A sentence and the entities it names.
 *
 * @param text one line, without white space at either end
 * @param entities in the order of the text, none overlapping another
 */
public record SampleSentence(String text, List<MarkedEntity> entities) {
  /**
   * Copies the list and checks the text. {@inheritDoc}
   *
   * @throws IllegalArgumentException if the text is blank or has several lines, or an entity ends
   *     behind it
   */
  public SampleSentence {
    entities = List.copyOf(entities);
    if (text.isBlank() || text.lines().count() != 1 || !text.equals(text.strip())) {
      throw new IllegalArgumentException("a sentence is one line of text, not \"" + text + "\"");
    }
    for (MarkedEntity entity : entities) {
      if (entity.end() > text.length()) {
        throw new IllegalArgumentException(entity + " ends behind \"" + text + "\"");
      }
    }
  }

  /**
   * The words of an entity.
   *
   * @param entity one of {@link #entities()}
   * @return the part of the text that it covers
   */
  public String surface(MarkedEntity entity) {
    return text.substring(entity.start(), entity.end());
  }
}
