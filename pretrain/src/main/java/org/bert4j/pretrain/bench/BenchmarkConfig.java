package org.bert4j.pretrain.bench;

import java.util.Locale;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;

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

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range
   */
  public BenchmarkConfig {
    require("batch_size", batchSize, 1);
    require("max_seq_length", maxSeqLength, 8);
    require("steps", steps, 1);
    require("threads", threads, 1);
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

  private static void require(String name, int value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s is %d, expected at least %d", name, value, least));
    }
  }

  BertConfig bertConfig() {
    return BertConfig.preset(model, VOCAB_SIZE);
  }
}
