package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.run.MemoryEstimate;
import org.bert4j.pretrain.data.DataConfig;
import org.junit.jupiter.api.Test;

class MemoryEstimateTest {
  private static final long PARAMETERS = 11_267_900;

  private static MemoryEstimate of(int batchSize, int length, DataType type) {
    return of(batchSize, length, type, 1);
  }

  private static MemoryEstimate of(int batchSize, int length, DataType type, int threads) {
    BertConfig model = BertConfig.preset("mini", 30_522);
    DataConfig data = new DataConfig(length, 0.1, 0.15, false, batchSize, 1);
    return PretrainingMemory.of(model, data, type, threads);
  }

  @Test
  void weightsGradientsMomentsAndPackedWeightsCount() {
    assertNear(PARAMETERS * 20, of(32, 128, DataType.FP32).parameters());
    assertNear(PARAMETERS * 20, of(32, 128, DataType.BF16).parameters());
    assertNear(PARAMETERS * 24, of(32, 128, DataType.BF16, 2).parameters());
  }

  /** Not all parameters are packed, and vectors begin at cache lines. */
  private static void assertNear(long expected, long actual) {
    assertEquals(1, actual / (double) expected, 0.01);
  }

  @Test
  void activationsGrowWithTheBatchAndFallWithThePrecision() {
    long activations = of(32, 128, DataType.FP32).activations();
    // Little is the same for all batches: a block of logits, the scores that are handled at once.
    long fixed = 2 * activations - of(64, 128, DataType.FP32).activations();
    assertTrue(fixed > 0 && fixed < 0.03 * activations, fixed + " of " + activations);
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
