package org.bert4j.finetune.dl4j;

import org.bert4j.common.run.Range;

/**
 * How labelled sequences become batches.
 *
 * @param batchSize B
 * @param maxSeqLength most tokens of a sequence, special ones included
 * @param shuffled whether every epoch has an order of its own, in which batches are of similar
 *     length, as in a run of bert4j; else the order is that of the data
 * @param seed of the orders
 * @param withTypes whether token types are a second feature
 */
public record IteratorSettings(
    int batchSize, int maxSeqLength, boolean shuffled, long seed, boolean withTypes) {
  /**
   * Checks the ranges. {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public IteratorSettings {
    Range.within("batch_size", batchSize, 1, Range.MAX_BATCH_SIZE);
    if (maxSeqLength < 3) {
      throw new IllegalArgumentException(
          "max_seq_length is " + maxSeqLength + ": expected at least 3, [CLS], a piece and [SEP]");
    }
  }

  /**
   * Of training: shuffled, without token types.
   *
   * @param batchSize B
   * @param maxSeqLength most tokens of a sequence
   * @param seed of the orders
   * @return the settings
   */
  public static IteratorSettings training(int batchSize, int maxSeqLength, long seed) {
    return new IteratorSettings(batchSize, maxSeqLength, true, seed, false);
  }

  /**
   * Of evaluation: in the order of the data, without token types.
   *
   * @param batchSize B
   * @param maxSeqLength most tokens of a sequence
   * @return the settings
   */
  public static IteratorSettings evaluation(int batchSize, int maxSeqLength) {
    return new IteratorSettings(batchSize, maxSeqLength, false, 0, false);
  }
}
