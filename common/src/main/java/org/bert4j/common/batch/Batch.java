package org.bert4j.common.batch;

import java.util.List;

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

  /**
   * What the model's losses are means over, in the order of the losses.
   *
   * @return number of targets of each
   */
  List<Long> targets();

  /**
   * Tokens that a model reads.
   *
   * @return N, and those that a decoder reads
   */
  default int tokens() {
    return sequences().tokens();
  }

  /**
   * Rows that the head computes at chosen positions only.
   *
   * @return their number, 0 where it looks at all tokens or at sequences
   */
  default int predictions() {
    return 0;
  }

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
