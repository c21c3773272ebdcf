package org.bert4j.pretrain;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertParameters;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.common.run.MemoryEstimate.BatchShape;
import org.bert4j.pretrain.data.DataConfig;

/** Memory that a pre-training run will take. */
final class PretrainingMemory {
  private PretrainingMemory() {}

  /**
   * Estimates a run's memory.
   *
   * @param model architecture
   * @param data batch size, lengths and masked share
   * @param type type of matrix operands
   * @param threads threads that compute
   */
  static MemoryEstimate of(BertConfig model, DataConfig data, DataType type, int threads) {
    BatchShape batch = new BatchShape(data.batchSize(), data.maxSeqLength());
    return new MemoryEstimate(
        MemoryEstimate.ofParameters(BertParameters.preTraining(model), type, threads),
        MemoryEstimate.ofEncoder(model, batch, type) + head(model, data, batch.tokens(), type));
  }

  private static long head(BertConfig model, DataConfig data, long tokens, DataType type) {
    long masked = (long) Math.ceil(tokens * data.maskedLmProb());
    long logits = masked * model.vocabSize();
    return logits * (Float.BYTES + (type == DataType.FP32 ? 0 : type.bytes()))
        + masked * model.hiddenSize() * 6 * Float.BYTES;
  }
}
