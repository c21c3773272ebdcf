package org.bert4j.pretrain;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BatchShape;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForPreTraining;
import org.bert4j.common.run.MemoryEstimate;
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
    return MemoryEstimate.ofTraining(
        () -> new BertForPreTraining(model), type, threads, batch(data));
  }

  /** The largest batch of a run. */
  static BatchShape batch(DataConfig data) {
    int masked = (int) Math.ceil(data.maskedLmProb() * data.maxSeqLength());
    return new BatchShape(data.batchSize(), data.maxSeqLength(), masked);
  }
}
