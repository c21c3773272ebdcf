package org.bert4j.finetune.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import org.bert4j.common.model.ProblemType;

/** What the best of a run's epochs has most of, or least where it is a loss. */
public enum ClassifyMetric {
  /** Share of texts that are right. */
  ACCURACY,
  /** F1 over all classes together. */
  F1_MICRO,
  /** Mean F1 of the classes. */
  F1_MACRO,
  /** Mean F1 of the classes, weighted by their texts. */
  F1_WEIGHTED,
  /** F1 of the second of two classes. */
  F1_POSITIVE,
  /** Matthews' correlation coefficient. */
  MATTHEWS,
  /** Cross-entropy, least. */
  LOG_LOSS,
  /** Correlation of numbers. */
  PEARSON,
  /** Rank correlation of numbers. */
  SPEARMAN,
  /** Mean squared error, least. */
  MEAN_SQUARED_ERROR;

  /** As {@code results.json} and the command line write it. */
  String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is usual for a problem. */
  static ClassifyMetric of(ProblemType problem) {
    return switch (problem) {
      case SINGLE_LABEL_CLASSIFICATION -> ACCURACY;
      case MULTI_LABEL_CLASSIFICATION -> F1_MICRO;
      case REGRESSION -> PEARSON;
    };
  }

  /**
   * The figure to be maximized.
   *
   * @param results of an evaluation
   * @return the figure, of losses its negative; NaN where it is not defined
   * @throws IllegalArgumentException if there is no such figure for this problem
   */
  double score(ObjectNode results) {
    JsonNode value = results.get(jsonName());
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "metric is %s, expected one that this kind of data has: %s",
              jsonName(),
              String.join(", ", names(results))));
    }
    double score = value.isNull() ? Double.NaN : value.asDouble();
    return this == LOG_LOSS || this == MEAN_SQUARED_ERROR ? -score : score;
  }

  private static Iterable<String> names(ObjectNode results) {
    return Arrays.stream(values()).map(ClassifyMetric::jsonName).filter(results::has)::iterator;
  }
}
