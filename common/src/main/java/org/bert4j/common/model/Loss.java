package org.bert4j.common.model;

/**
 * One of the losses that a model minimizes, summed over one or more batches.
 *
 * @param name of the loss, such as {@code mlm}
 * @param weight its factor in what training minimizes
 * @param count what it is a mean over, seen so far
 * @param sum of the cross-entropies, in nats, or of squared errors
 * @param correct how many of them were predicted right; −1 if that was not counted
 */
public record Loss(String name, double weight, long count, double sum, long correct) {
  Loss plus(Loss other) {
    boolean counted = correct >= 0 && other.correct >= 0;
    return new Loss(
        name, weight, count + other.count, sum + other.sum, counted ? correct + other.correct : -1);
  }

  /**
   * Mean loss.
   *
   * @return nats or squared error, 0 where there is nothing to predict
   */
  public double mean() {
    return count == 0 ? 0 : sum / count;
  }

  /**
   * Share that was predicted right.
   *
   * @return 0 to 1; NaN if not counted, or where there is nothing to predict
   */
  public double accuracy() {
    return correct < 0 ? Double.NaN : (double) correct / count;
  }
}
