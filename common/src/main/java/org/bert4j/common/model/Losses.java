package org.bert4j.common.model;

/**
 * Sums over one or more batches, from which losses and accuracies follow.
 *
 * @param <L> the kind of sums itself
 */
public interface Losses<L extends Losses<L>> {
  /**
   * Tokens seen.
   *
   * @return N of all batches together
   */
  long tokens();

  /**
   * What training minimizes.
   *
   * @return nats
   */
  double loss();

  /**
   * Adds the sums of other batches.
   *
   * @param other their sums
   * @return the sums over all
   */
  L plus(L other);
}
