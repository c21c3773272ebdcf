package org.bert4j.finetune.metrics;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/**
 * How well what is looked for was found, such as entities or the texts of a class.
 *
 * @param precision share of what was predicted that is right
 * @param recall share of what is annotated that was found
 * @param f1 harmonic mean of both
 * @param support how many are annotated
 */
public record Score(double precision, double recall, double f1, int support) {
  /**
   * Scores from counts; 0/0 is 0.
   *
   * @param right how many are both
   * @param predicted how many are predicted
   * @param annotated how many are annotated
   * @return the scores
   */
  public static Score of(int right, int predicted, int annotated) {
    double precision = predicted == 0 ? 0 : (double) right / predicted;
    double recall = annotated == 0 ? 0 : (double) right / annotated;
    double sum = precision + recall;
    return new Score(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum, annotated);
  }

  /**
   * Means of scores, all counting the same.
   *
   * @param scores of types or classes
   * @return their means, NaN of none, and the sum of their supports
   */
  public static Score macro(Collection<Score> scores) {
    return average(scores, score -> 1.0 / scores.size(), Double.NaN);
  }

  /**
   * Means of scores, each weighted by its support.
   *
   * @param scores of types or classes
   * @return their means, 0 where nothing is annotated, and the sum of their supports
   */
  public static Score weighted(Collection<Score> scores) {
    double annotated = scores.stream().mapToInt(Score::support).sum();
    return average(scores, score -> score.support() / annotated, 0);
  }

  /** The sum of scores times their weights, which add up to 1 unless there is nothing to weigh. */
  private static Score average(
      Collection<Score> scores, ToDoubleFunction<Score> weight, double otherwise) {
    double precision = 0;
    double recall = 0;
    double f1 = 0;
    int support = 0;
    double sum = 0;
    for (Score score : scores) {
      double w = weight.applyAsDouble(score);
      precision += w * score.precision();
      recall += w * score.recall();
      f1 += w * score.f1();
      support += score.support();
      sum += w;
    }
    // No score at all, or nothing annotated: the weights were 0/0.
    return sum > 0
        ? new Score(precision, recall, f1, support)
        : new Score(otherwise, otherwise, otherwise, support);
  }
}
