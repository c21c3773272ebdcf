package org.bert4j.common.model;

import org.bert4j.common.batch.Batch;

/**
 * Encoder and heads with activations and gradients of their own; replicas of a model share its
 * parameters' values.
 */
interface Replica<B extends Batch<B>, N, L> extends AutoCloseable {
  BertModel bert();

  /** Losses of a batch, without dropout. */
  L evaluate(B batch);

  /** Losses of a batch, and the gradients of all parameters. */
  L forwardBackward(B batch, Step<N> step);

  /** Frees the activations; the engine is its owner's. */
  @Override
  void close();
}
