package org.bert4j.pretrain.data;

import io.soabase.recordbuilder.core.RecordBuilder;
import org.bert4j.common.run.Range;

/**
 * How documents become batches.
 *
 * @param maxSeqLength most tokens of a sequence, [CLS] and both [SEP] included, at least 5
 * @param shortSeqProb share of documents of which shorter sequences are made, 0 … 1
 * @param maskedLmProb share of a sequence's tokens to predict, above 0, at most 1
 * @param wholeWordMasking whether the pieces of a word are masked together
 * @param batchSize B, sequences of a batch, 1 to {@link Range#MAX_BATCH_SIZE}
 * @param seed seed of the run
 */
@RecordBuilder
public record DataConfig(
    int maxSeqLength,
    double shortSeqProb,
    double maskedLmProb,
    boolean wholeWordMasking,
    int batchSize,
    long seed)
    implements DataConfigBuilder.With {
  /** [CLS], [SEP], [SEP] and at least one token for each segment. */
  private static final int MIN_SEQ_LENGTH = 5;

  /**
   * Checks the ranges. {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public DataConfig {
    if (maxSeqLength < MIN_SEQ_LENGTH) {
      throw new IllegalArgumentException(
          "max_seq_length must be at least " + MIN_SEQ_LENGTH + ", not " + maxSeqLength);
    }
    if (!(shortSeqProb >= 0 && shortSeqProb <= 1)) {
      throw new IllegalArgumentException("short_seq_prob must be 0 to 1, not " + shortSeqProb);
    }
    if (!(maskedLmProb > 0 && maskedLmProb <= 1)) {
      throw new IllegalArgumentException(
          "masked_lm_prob must be above 0 and at most 1, not " + maskedLmProb);
    }
    Range.within("batch_size", batchSize, 1, Range.MAX_BATCH_SIZE);
  }

  /** Most tokens of both segments, without [CLS] and both [SEP]. */
  int maxPairLength() {
    return maxSeqLength - 3;
  }
}
