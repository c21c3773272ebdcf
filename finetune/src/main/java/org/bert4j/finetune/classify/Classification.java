package org.bert4j.finetune.classify;

import java.util.List;

/**
 * What a model says about a text.
 *
 * @param scores every class with its probability, the most probable first; of a regression the
 *     number
 */
public record Classification(List<LabelScore> scores) {
  /** From this probability on a text has a class, where it may have several. */
  public static final double THRESHOLD = 0.5;

  /**
   * A class and how probable it is.
   *
   * @param label name of the class
   * @param score 0 to 1, or the number of a regression
   */
  public record LabelScore(String label, double score) {}

  /** Keeps a copy. {@inheritDoc} */
  public Classification {
    scores = List.copyOf(scores);
  }

  /**
   * The most probable class.
   *
   * @return its name
   */
  public String label() {
    return scores.get(0).label();
  }

  /**
   * Probability of the most probable class, or the number of a regression.
   *
   * @return 0 to 1, or any number
   */
  public double score() {
    return scores.get(0).score();
  }

  /**
   * The classes of a text that may have several.
   *
   * @return names of those with a probability of at least {@link #THRESHOLD}, the most probable
   *     first
   */
  public List<String> labels() {
    return scores.stream()
        .filter(each -> each.score() >= THRESHOLD)
        .map(LabelScore::label)
        .toList();
  }
}
