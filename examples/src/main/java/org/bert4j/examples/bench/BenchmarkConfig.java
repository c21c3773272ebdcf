package org.bert4j.examples.bench;

import java.util.Locale;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Workers;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.run.Range;

/**
 * What is measured.
 *
 * @param model preset to measure, with BERT's 30,522 word pieces and dropout 0.1
 * @param batchSize B
 * @param maxSeqLength S of every sequence, or of the longest of a ragged batch
 * @param precision type of matrix operands
 * @param ragged whether lengths are drawn from a quarter of S up to S, afresh every step
 * @param steps steps that are measured, after a warm-up
 * @param threads threads that compute
 */
public record BenchmarkConfig(
    String model,
    int batchSize,
    int maxSeqLength,
    DataType precision,
    boolean ragged,
    int steps,
    int threads) {
  /** Word pieces of BERT's English vocabulary. */
  public static final int VOCAB_SIZE = 30_522;

  private static final int MAX_STEPS = 1_000_000;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public BenchmarkConfig {
    Range.within("batch_size", batchSize, 1, Range.MAX_BATCH_SIZE);
    Range.atLeast("max_seq_length", maxSeqLength, 8);
    Range.within("steps", steps, 1, MAX_STEPS);
    Range.within("threads", threads, 1, Workers.MAX_THREADS);
    int positions = BertConfig.preset(model, VOCAB_SIZE).maxPositionEmbeddings();
    if (maxSeqLength > positions) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "max_seq_length is %d, expected at most the model's max_position_embeddings, which is %d",
              maxSeqLength,
              positions));
    }
  }

  BertConfig bertConfig() {
    return BertConfig.preset(model, VOCAB_SIZE);
  }
}
