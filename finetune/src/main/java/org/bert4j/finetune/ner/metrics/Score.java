package org.bert4j.finetune.ner.metrics;

/**
 * How well entities were found.
 *
 * @param precision share of the predicted entities that are right
 * @param recall share of the annotated entities that were found
 * @param f1 harmonic mean of both
 * @param support number of annotated entities
 */
public record Score(double precision, double recall, double f1, int support) {
  /**
   * Scores from counts; 0/0 is 0.
   *
   * @param right predicted entities that are annotated
   * @param predicted predicted entities
   * @param annotated annotated entities
   * @return the scores
   */
  static Score of(int right, int predicted, int annotated) {
    double precision = predicted == 0 ? 0 : (double) right / predicted;
    double recall = annotated == 0 ? 0 : (double) right / annotated;
    double sum = precision + recall;
    return new Score(precision, recall, sum == 0 ? 0 : 2 * precision * recall / sum, annotated);
  }
}
