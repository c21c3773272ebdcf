package org.bert4j.finetune.metrics;

/**
 * How close predicted numbers are.
 *
 * @param pearson correlation, NaN where one side is constant
 * @param spearman rank correlation, NaN where one side is constant
 * @param meanSquaredError mean of the squared differences
 * @param meanAbsoluteError mean of the differences' amounts
 */
public record NumberScores(
    double pearson, double spearman, double meanSquaredError, double meanAbsoluteError) {
  /**
   * Compares predictions with annotations.
   *
   * @param annotated {@code [n]}, n at least 1
   * @param predicted {@code [n]}
   * @return the scores
   */
  public static NumberScores of(double[] annotated, double[] predicted) {
    double squares = 0;
    double amounts = 0;
    for (int i = 0; i < annotated.length; i++) {
      double difference = predicted[i] - annotated[i];
      squares += difference * difference;
      amounts += Math.abs(difference);
    }
    return new NumberScores(
        Correlation.pearson(annotated, predicted),
        Correlation.spearman(annotated, predicted),
        squares / annotated.length,
        amounts / annotated.length);
  }
}
