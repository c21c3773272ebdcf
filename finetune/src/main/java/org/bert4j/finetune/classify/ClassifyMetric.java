package org.bert4j.finetune.classify;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
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

  /** Whether an evaluation has this figure. */
  private boolean isOf(ProblemType problem, int labels) {
    return switch (this) {
      case ACCURACY, F1_MICRO, F1_MACRO, F1_WEIGHTED -> problem != ProblemType.REGRESSION;
      case F1_POSITIVE -> problem == ProblemType.SINGLE_LABEL_CLASSIFICATION && labels == 2;
      case MATTHEWS, LOG_LOSS -> problem == ProblemType.SINGLE_LABEL_CLASSIFICATION;
      case PEARSON, SPEARMAN, MEAN_SQUARED_ERROR -> problem == ProblemType.REGRESSION;
    };
  }

  /**
   * Refuses a figure that evaluations will not have.
   *
   * @param problem what is predicted
   * @param labels K
   * @throws IllegalArgumentException if there is no such figure for this problem
   */
  void requireFor(ProblemType problem, int labels) {
    if (!isOf(problem, labels)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "metric is %s, expected one that this kind of data has: %s",
              jsonName(),
              Arrays.stream(values())
                  .filter(each -> each.isOf(problem, labels))
                  .map(ClassifyMetric::jsonName)
                  .collect(Collectors.joining(", "))));
    }
  }

  /**
   * The figure to be maximized.
   *
   * @param results of an evaluation
   * @return the figure, of losses its negative; NaN where it is not defined
   */
  double score(ObjectNode results) {
    double score = results.get(jsonName()).asDouble(Double.NaN);
    return this == LOG_LOSS || this == MEAN_SQUARED_ERROR ? -score : score;
  }
}
