package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.bert4j.common.train.AdamW;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.OptimizerSettings;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A model must be able to learn one batch by heart. */
class OverfitTest {
  private static final int VOCABULARY = 50;

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FP32", "BF16"})
  void oneBatchIsLearnedByHeart(DataType type) {
    assumeTrue(
        type == DataType.FP32 || DataType.fastest() == type,
        "this processor has no bf16 instructions");
    BertConfig config =
        new BertConfig(
            VOCABULARY, 32, 2, 4, 64, Activation.GELU, 0, 0, 32, 2, 0.02, 1e-12, 0, false, null);
    PretrainingBatch batch = batch();
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<BertForPreTraining, PretrainingBatch> model =
            DataParallel.trained(engine, () -> new BertForPreTraining(config), type);
        AdamW adam = new AdamW(engine, model.parameters(), OptimizerSettings.BERT)) {
      GradientNorm gradientNorm = new GradientNorm(engine, model.parameters());
      Initialization.BERT.apply(model, 1);
      Losses first = model.evaluate(batch);
      assertEquals(Math.log(VOCABULARY), first.of(BertForPreTraining.MLM).mean(), 0.3);
      for (int i = 0; i < 150; i++) {
        model.forwardBackward(batch, new MicroStep(batch.targets(), i, false, false));
        adam.step(5e-3, gradientNorm.compute());
      }
      Losses last = model.evaluate(batch);
      assertTrue(last.loss() < 0.05, "loss " + last.loss());
      assertEquals(1, last.of(BertForPreTraining.MLM).accuracy());
      assertEquals(1, last.of(BertForPreTraining.NSP).accuracy());
    }
  }

  private static PretrainingBatch batch() {
    RandomStream random = RandomStream.of(3, 0, 0, Purpose.BENCHMARK);
    PretrainingBatch batch = new PretrainingBatch();
    for (int s = 0; s < 6; s++) {
      int length = 7 + s * 3;
      int[] ids = new int[length];
      for (int i = 0; i < length; i++) {
        ids[i] = 5 + random.nextInt(VOCABULARY - 5);
      }
      int start = batch.sequences().tokens();
      batch.sequences().add(ids, new int[length], 0, length);
      batch.addNextSentenceLabel(s % 2);
      batch.addMasked(start + 2, ids[2]);
      batch.addMasked(start + 5, ids[5]);
      batch.sequences().setInputId(start + 2, 4);
      batch.sequences().setInputId(start + 5, 4);
    }
    return batch;
  }
}
