package org.bert4j.common.model;

/**
 * Sums over one or more batches, from which the loss follows.
 *
 * @param sequences sequences seen
 * @param tokens tokens seen
 * @param starts sequences seen whose answer starts inside them
 * @param startLossSum sum of their starts' cross-entropies, in nats
 * @param ends sequences seen whose answer ends inside them
 * @param endLossSum sum of their ends' cross-entropies, in nats
 */
public record QuestionAnsweringLosses(
    long sequences, long tokens, long starts, double startLossSum, long ends, double endLossSum)
    implements Losses<QuestionAnsweringLosses> {
  /** Nothing seen. */
  public static final QuestionAnsweringLosses NONE = new QuestionAnsweringLosses(0, 0, 0, 0, 0, 0);

  @Override
  public QuestionAnsweringLosses plus(QuestionAnsweringLosses other) {
    return new QuestionAnsweringLosses(
        sequences + other.sequences,
        tokens + other.tokens,
        starts + other.starts,
        startLossSum + other.startLossSum,
        ends + other.ends,
        endLossSum + other.endLossSum);
  }

  /**
   * Mean of the starts' and the ends' mean cross-entropy, each over those that count.
   *
   * @return nats
   */
  @Override
  public double loss() {
    return (mean(startLossSum, starts) + mean(endLossSum, ends)) / 2;
  }

  private static double mean(double sum, long count) {
    return count == 0 ? 0 : sum / count;
  }
}
