package org.bert4j.pretrain;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertParameters;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.common.run.MemoryEstimate.BatchShape;

/** Memory that pre-training will take. */
public final class PretrainingMemory {
  private PretrainingMemory() {}

  /**
   * Estimates the memory of a model and of its batches.
   *
   * @param model architecture
   * @param batch the largest batch
   * @param masked share of the tokens to predict
   * @param type type of matrix operands
   * @param threads threads that compute
   * @return the estimate
   */
  public static MemoryEstimate of(
      BertConfig model, BatchShape batch, double masked, DataType type, int threads) {
    long predicted = (long) Math.ceil(batch.tokens() * masked);
    return new MemoryEstimate(
        MemoryEstimate.ofParameters(BertParameters.preTraining(model), type, threads),
        MemoryEstimate.ofEncoder(model, batch, type) + head(model, predicted, type));
  }

  private static long head(BertConfig model, long masked, DataType type) {
    long logits = masked * model.vocabSize();
    return logits * type.bytes() + masked * model.hiddenSize() * 6 * Float.BYTES;
  }
}
