package org.bert4j.common.batch;

/**
 * Sequences with what is to be predicted about them. Refilled like its {@link #sequences()}.
 *
 * @param <B> the kind of batch itself
 */
public interface Batch<B extends Batch<B>> {
  /**
   * The input sequences.
   *
   * @return the sequences, B of them with N tokens
   */
  TokenBatch sequences();

  /** Forgets everything, keeping the memory. */
  void clear();

  /**
   * Makes a batch of the same kind.
   *
   * @return an empty batch
   */
  B empty();

  /**
   * Appends a sequence of another batch with its labels; it keeps its key.
   *
   * @param other the other batch
   * @param sequence 0 … B − 1 in it
   */
  void add(B other, int sequence);
}
