package org.bert4j.common.model;

import org.bert4j.common.kernel.Tensor;

/** What a model for tokens minimizes, as a function of their logits {@code [N, K]}. */
interface TokenLoss<B, N, L> extends AutoCloseable {
  /** Sums over nothing. */
  L none();

  /** Losses of a batch; the logits, in single precision, are overwritten. */
  L loss(B batch, Tensor logits);

  /**
   * Losses of a batch and their gradient.
   *
   * @param logits {@code [N and spare rows, K]} in single precision, overwritten
   * @param dLogits {@code [N and spare rows, K]}, receives the gradient, zero in spare rows; may be
   *     the logits
   */
  L gradient(B batch, Step<N> step, Tensor logits, Tensor dLogits);

  @Override
  void close();
}
