package org.bert4j.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.bert4j.common.run.ExamplePrediction;

/**
 * How good a model is on a set of data.
 *
 * @param score what the best model has most of, such as F1; NaN counts as worse than any number
 * @param summary the most important figures in a few words for a person, such as {@code f1 0.913}
 * @param results all figures, as they stand in {@code results.json}
 * @param examples some of the predictions, for people to look at
 */
public record Evaluation(
    double score, String summary, ObjectNode results, List<ExamplePrediction> examples) {
  /** Keeps a copy of the examples. {@inheritDoc} */
  public Evaluation {
    examples = List.copyOf(examples);
  }

  /**
   * Without examples.
   *
   * @param score what the best model has most of
   * @param summary the most important figures in a few words for a person
   * @param results all figures
   */
  public Evaluation(double score, String summary, ObjectNode results) {
    this(score, summary, results, List.of());
  }
}
