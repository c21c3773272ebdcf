package org.bert4j.finetune.translate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/**
 * How translations compare with references.
 *
 * @param pairs how many
 * @param exact translations that are their references, letter by letter
 * @param seconds that translating took
 */
public record TranslationScores(int pairs, int exact, double seconds) {
  static TranslationScores of(List<String> found, List<String> references, double seconds) {
    int exact = 0;
    for (int i = 0; i < found.size(); i++) {
      exact += found.get(i).equals(references.get(i)) ? 1 : 0;
    }
    return new TranslationScores(found.size(), exact, seconds);
  }

  /**
   * Share of translations that are their references.
   *
   * @return 0 to 1
   */
  public double exactMatch() {
    return (double) exact / pairs;
  }

  /**
   * Speed.
   *
   * @return sentences a second
   */
  public double sentencesPerSecond() {
    return pairs / seconds;
  }

  /**
   * All figures.
   *
   * @return a new object
   */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("exact_match", exactMatch())
        .put("exact", exact)
        .put("pairs", pairs)
        .put("sentences_per_second", sentencesPerSecond());
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "exact match %.4f (%,d of %,d), %.1f sentences/s",
        exactMatch(),
        exact,
        pairs,
        sentencesPerSecond());
  }
}
