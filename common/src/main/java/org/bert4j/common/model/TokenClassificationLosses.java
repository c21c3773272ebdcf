package org.bert4j.common.model;

/**
 * Sums over one or more batches, from which loss and accuracy follow.
 *
 * @param sequences sequences seen
 * @param tokens tokens seen
 * @param labelled tokens seen that have a class
 * @param lossSum sum of their cross-entropies, in nats
 * @param correct labelled tokens whose class has the largest logit; −1 if not counted
 */
public record TokenClassificationLosses(
    long sequences, long tokens, long labelled, double lossSum, long correct)
    implements Losses<TokenClassificationLosses> {
  /** Nothing seen. */
  public static final TokenClassificationLosses NONE = new TokenClassificationLosses(0, 0, 0, 0, 0);

  @Override
  public TokenClassificationLosses plus(TokenClassificationLosses other) {
    boolean counted = correct >= 0 && other.correct >= 0;
    return new TokenClassificationLosses(
        sequences + other.sequences,
        tokens + other.tokens,
        labelled + other.labelled,
        lossSum + other.lossSum,
        counted ? correct + other.correct : -1);
  }

  /**
   * Mean cross-entropy over labelled tokens.
   *
   * @return nats, 0 if there are none
   */
  @Override
  public double loss() {
    return labelled == 0 ? 0 : lossSum / labelled;
  }

  /**
   * Share of labelled tokens predicted right.
   *
   * @return 0 to 1, NaN if there are none or they were not counted
   */
  public double accuracy() {
    return correct < 0 ? Double.NaN : (double) correct / labelled;
  }
}
