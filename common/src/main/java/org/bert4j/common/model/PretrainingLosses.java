package org.bert4j.common.model;

/**
 * Sums over one or more batches, from which losses and accuracies follow.
 *
 * @param sequences sequences seen
 * @param tokens tokens seen
 * @param masked masked positions seen
 * @param mlmLossSum sum of the cross-entropies at masked positions, in nats
 * @param mlmCorrect masked positions where the right word piece has the largest logit; −1 if not
 *     counted
 * @param nspLossSum sum of the next-sentence cross-entropies, in nats
 * @param nspCorrect sequences whose next-sentence label has the larger logit
 */
public record PretrainingLosses(
    long sequences,
    long tokens,
    long masked,
    double mlmLossSum,
    long mlmCorrect,
    double nspLossSum,
    long nspCorrect)
    implements Losses<PretrainingLosses> {
  /** Nothing seen. */
  public static final PretrainingLosses NONE = new PretrainingLosses(0, 0, 0, 0, 0, 0, 0);

  @Override
  public PretrainingLosses plus(PretrainingLosses other) {
    boolean counted = mlmCorrect >= 0 && other.mlmCorrect >= 0;
    return new PretrainingLosses(
        sequences + other.sequences,
        tokens + other.tokens,
        masked + other.masked,
        mlmLossSum + other.mlmLossSum,
        counted ? mlmCorrect + other.mlmCorrect : -1,
        nspLossSum + other.nspLossSum,
        nspCorrect + other.nspCorrect);
  }

  /**
   * Mean cross-entropy over masked positions.
   *
   * @return nats, 0 if there are none
   */
  public double mlmLoss() {
    return masked == 0 ? 0 : mlmLossSum / masked;
  }

  /**
   * Mean cross-entropy over sequences.
   *
   * @return nats, 0 if there are none
   */
  public double nspLoss() {
    return sequences == 0 ? 0 : nspLossSum / sequences;
  }

  /**
   * What training minimizes: the sum of both losses.
   *
   * @return nats
   */
  @Override
  public double loss() {
    return mlmLoss() + nspLoss();
  }

  /**
   * Share of masked positions predicted right.
   *
   * @return 0 to 1, NaN if there are none or they were not counted
   */
  public double mlmAccuracy() {
    return mlmCorrect < 0 ? Double.NaN : (double) mlmCorrect / masked;
  }

  /**
   * Share of sequences predicted right.
   *
   * @return 0 to 1, NaN if there are none
   */
  public double nspAccuracy() {
    return (double) nspCorrect / sequences;
  }
}
