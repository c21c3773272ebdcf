package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.ParameterSpec;
import org.bert4j.common.model.BertForPreTraining.Normalizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  private static BertForPreTraining model(ComputeEngine engine, DataType type) {
    BertConfig config = BertConfig.preset("tiny", VOCABULARY);
    BertForPreTraining model = new BertForPreTraining(engine, config, type);
    BertParameters.initialize(model.parameters(), config, 3);
    model.parametersChanged();
    return model;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLossIsThatOfNextSentencesAndTheHeadGetsNoGradient(int threads) {
    for (DataType type : new DataType[] {DataType.FP32, DataType.BF16}) {
      try (ComputeEngine engine = new ComputeEngine(threads);
          BertForPreTraining model = model(engine, type)) {
        PretrainingBatch batch = batch(3, false);
        Step<Normalizers> step = new Step<>(Normalizers.of(batch), 5, false, true);
        PretrainingLosses losses = model.forwardBackward(batch, step);
        assertEquals(0, losses.mlmLoss());
        assertTrue(losses.nspLoss() > 0);
        assertEquals(losses.nspLoss(), losses.loss());
        assertEquals(losses.nspLoss(), model.evaluate(batch).loss(), 0.5);
        assertTrue(Double.isNaN(losses.mlmAccuracy()));
        for (ParameterSpec spec : model.parameters().specs()) {
          for (float value : model.parameters().gradient(spec.name())) {
            assertTrue(Float.isFinite(value), spec.name());
            assertTrue(value == 0 || !HEAD.contains(spec.name()), spec.name());
          }
        }
      }
    }
  }

  /** Dropout is drawn anew for each micro-batch, so that the one without positions goes last. */
  @Test
  void aMicroBatchWithoutPositionsAddsNothingToTheHead() {
    try (ComputeEngine engine = new ComputeEngine(2);
        BertForPreTraining model = model(engine, DataType.FP32)) {
      PretrainingBatch masked = batch(2, true);
      PretrainingBatch without = batch(2, false);
      Normalizers normalizers = model.normalizers(List.of(masked, without));
      PretrainingLosses losses =
          model.forwardBackward(masked, new Step<>(normalizers, 5, false, true));
      List<float[]> expected = HEAD.stream().map(model.parameters()::gradient).toList();
      losses = losses.plus(model.forwardBackward(without, new Step<>(normalizers, 6, true, true)));
      for (int i = 0; i < expected.size(); i++) {
        assertArrayEquals(expected.get(i), model.parameters().gradient(HEAD.get(i)));
      }
      assertEquals(2, losses.masked());
      assertTrue(Double.isFinite(losses.loss()));
    }
  }

  @Test
  void anEvaluationOfNothingHasNoLoss() {
    assertEquals(0, PretrainingLosses.NONE.loss());
    assertEquals(0, TokenClassificationLosses.NONE.loss());
    assertEquals(0, QuestionAnsweringLosses.NONE.loss());
  }
}
