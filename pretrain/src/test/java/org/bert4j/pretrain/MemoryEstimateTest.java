package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.common.run.MemoryEstimate.BatchShape;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static final long PARAMETERS = 11_267_900;

  private static MemoryEstimate of(int batchSize, int length, DataType type) {
    return of(batchSize, length, type, 1);
  }

  private static MemoryEstimate of(int batchSize, int length, DataType type, int threads) {
    BertConfig model = BertConfig.preset("mini", 30_522);
    return PretrainingMemory.of(model, new BatchShape(batchSize, length), 0.15, type, threads);
  }

  @Test
  void weightsGradientsMomentsAndPackedWeightsCount() {
    assertEquals(PARAMETERS * 20, of(32, 128, DataType.FP32).parameters());
    assertEquals(PARAMETERS * 20, of(32, 128, DataType.BF16).parameters());
    assertEquals(PARAMETERS * 24, of(32, 128, DataType.BF16, 2).parameters());
  }

  @Test
  void activationsGrowWithTheBatchAndFallWithThePrecision() {
    long activations = of(32, 128, DataType.FP32).activations();
    assertEquals(2.0, of(64, 128, DataType.FP32).activations() / (double) activations, 0.01);
    assertTrue(of(32, 128, DataType.BF16).activations() < 0.8 * activations);
  }

  @Test
  void whatCannotFitIsRefusedWithAdvice() {
    of(32, 128, DataType.FP32).requireFitting();
    MemoryEstimate huge = of(65_536, 512, DataType.FP32);
    String message =
        assertThrows(IllegalArgumentException.class, huge::requireFitting).getMessage();
    assertTrue(message.contains("--batch-size"), message);
  }
}
