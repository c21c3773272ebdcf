package org.bert4j.common.inference;

import org.bert4j.common.batch.TokenBatch;

/** Token sequences of which a model is to compute something. */
public interface Sequences {
  /**
   * Number of sequences, numbered from 0.
   *
   * @return their number
   */
  int count();

  /**
   * Length of a sequence.
   *
   * @param sequence its number
   * @return S
   */
  int length(int sequence);

  /**
   * Adds a sequence to a batch.
   *
   * @param batch the batch
   * @param sequence its number
   */
  void addTo(TokenBatch batch, int sequence);

  /**
   * Takes what is computed of the sequences.
   *
   * @param <T> what is computed of each
   */
  @FunctionalInterface
  interface Receiver<T> {
    /**
     * Takes what was computed of one.
     *
     * @param sequence its number; they do not come in order
     * @param result what came of it, the receiver's to keep
     */
    void accept(int sequence, T result);
  }

  /**
   * A single sequence.
   *
   * @param ids {@code [S]} word piece ids, special tokens included
   * @param types {@code [S]} token types
   * @return the sequence, number 0
   */
  static Sequences of(int[] ids, int[] types) {
    return new Sequences() {
      @Override
      public int count() {
        return 1;
      }

      @Override
      public int length(int sequence) {
        return ids.length;
      }

      @Override
      public void addTo(TokenBatch batch, int sequence) {
        batch.add(ids, types, 0, ids.length);
      }
    };
  }
}
