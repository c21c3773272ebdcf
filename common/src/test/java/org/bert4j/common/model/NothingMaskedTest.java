package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch without masked positions, such as one of [UNK] only, trains next sentences alone. */
class NothingMaskedTest {
  private static final int VOCABULARY = 31;
  private static final List<String> HEAD =
      List.of(
          "cls.predictions.bias",
          "cls.predictions.transform.dense.weight",
          "cls.predictions.transform.LayerNorm.weight");

  private static PretrainingBatch batch(int sequences, boolean masked) {
    PretrainingBatch batch = new PretrainingBatch();
    for (int s = 0; s < sequences; s++) {
      int[] ids = {2, 1, 1, 3, 1, 1 + s, 3};
      int start = batch.sequences().tokens();
      batch.sequences().add(ids, new int[] {0, 0, 0, 0, 1, 1, 1}, 0, ids.length);
      batch.addNextSentenceLabel(s % 2);
      if (masked) {
        batch.addMasked(start + 2, 9);
      }
    }
    return batch;
  }

  private static DataParallel<BertForPreTraining, PretrainingBatch> model(
      ComputeEngine engine, DataType type) {
    BertConfig config = BertConfig.preset("tiny", VOCABULARY);
    DataParallel<BertForPreTraining, PretrainingBatch> model =
        DataParallel.trained(engine, () -> new BertForPreTraining(config), type);
    Initialization.BERT.apply(model, 3);
    return model;
  }

  @ParameterizedTest
  @CsvSource({"FP32, 1", "FP32, 2", "BF16, 1", "BF16, 2"})
  void theLossIsThatOfNextSentencesAndTheHeadGetsNoGradient(DataType type, int threads) {
    assumeTrue(
        type == DataType.FP32 || DataType.fastest() == type, "this processor has no " + type);
    try (ComputeEngine engine = new ComputeEngine(threads);
        var model = model(engine, type)) {
      PretrainingBatch batch = batch(3, false);
      Losses losses = model.forwardBackward(batch, new MicroStep(batch.targets(), 5, false, true));
      Loss mlm = losses.of(BertForPreTraining.MLM);
      Loss nsp = losses.of(BertForPreTraining.NSP);
      assertEquals(0, mlm.mean());
      assertTrue(nsp.mean() > 0);
      assertEquals(nsp.mean(), losses.loss());
      assertEquals(nsp.mean(), model.evaluate(batch).loss(), 0.5);
      assertTrue(Double.isNaN(mlm.accuracy()));
      for (String name : model.parameters().named().keySet()) {
        for (float value : model.parameters().gradient(name)) {
          assertTrue(Float.isFinite(value), name);
          assertTrue(value == 0 || !HEAD.contains(name), name);
        }
      }
    }
  }

  /** Dropout is drawn anew for each micro-batch, so that the one without positions goes last. */
  @Test
  void aMicroBatchWithoutPositionsAddsNothingToTheHead() {
    try (ComputeEngine engine = new ComputeEngine(2);
        var model = model(engine, DataType.FP32)) {
      PretrainingBatch masked = batch(2, true);
      PretrainingBatch without = batch(2, false);
      List<Long> targets = MicroStep.targets(List.of(masked, without));
      Losses losses = model.forwardBackward(masked, new MicroStep(targets, 5, false, true));
      List<float[]> expected = HEAD.stream().map(model.parameters()::gradient).toList();
      losses = losses.plus(model.forwardBackward(without, new MicroStep(targets, 6, true, true)));
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), model.parameters().gradient(HEAD.get(i)));
      }
      assertEquals(2, losses.of(BertForPreTraining.MLM).count());
      assertTrue(Double.isFinite(losses.loss()));
    }
  }

  @Test
  void anEvaluationOfNothingHasNoLoss() {
    assertEquals(0, Losses.NONE.loss());
    assertEquals(0, new Loss("none", 1, 0, 0, 0).mean());
  }
}
