package org.bert4j.finetune.ner.tag;

import java.util.Locale;
import java.util.Objects;

/**
 * An entity of a sentence, by its words.
 *
 * @param type what it is, such as {@code PER}
 * @param first its first word, counted from 0
 * @param last its last word, included
 */
public record EntitySpan(String type, int first, int last) {
  /**
   * Checks the span. {@inheritDoc}
   *
   * @throws IllegalArgumentException unless {@code 0 <= first <= last}
   */
  public EntitySpan {
    Objects.requireNonNull(type, "type");
    if (first < 0 || last < first) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "words %d to %d: expected the first not to be negative nor behind the last",
              first,
              last));
    }
  }
}
