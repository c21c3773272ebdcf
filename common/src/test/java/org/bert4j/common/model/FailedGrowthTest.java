package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.BertConfigs;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch that there is no memory for leaves a model that computes all others as before. */
class FailedGrowthTest {
  private static final BertConfig CONFIG = BertConfigs.of(3_000, 16, 16, 32);

  /**
   * A sequence whose attention scores no process can address; all else of it is half a gigabyte.
   */
  private static final int TOO_LONG = 1_600_000;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aTokenClassifierComputesTheSameAfterwards(int threads) {
    try (ComputeEngine engine = new ComputeEngine(threads);
        DataParallel<BertForTokenClassification, TokenClassificationBatch> model =
            DataParallel.used(
                engine, () -> new BertForTokenClassification(CONFIG, 3), DataType.FP32)) {
      Initialization.BERT.apply(model, 1);
      float[] one = model.logits(sequences(1));
      float[] many = model.logits(sequences(64));
      assertThrows(
          OutOfMemoryError.class, () -> model.reserve(new BatchShape(threads, TOO_LONG, 0)));
      assertArrayEquals(many, model.logits(sequences(64)));
      assertArrayEquals(one, model.logits(sequences(1)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStepOfPretrainingIsTheSameAfterwards(int threads) {
    try (ComputeEngine engine = new ComputeEngine(threads);
        DataParallel<BertForPreTraining, PretrainingBatch> model =
            DataParallel.trained(engine, () -> new BertForPreTraining(CONFIG), DataType.FP32)) {
      Initialization.BERT.apply(model, 1);
      double loss = step(model);
      float[] gradient = model.parameters().gradient("bert.pooler.dense.weight");
      float[] logits = logits(model);
      assertThrows(
          OutOfMemoryError.class, () -> model.reserve(new BatchShape(threads, TOO_LONG, 10)));
      assertEquals(loss, step(model));
      assertArrayEquals(gradient, model.parameters().gradient("bert.pooler.dense.weight"));
      assertArrayEquals(logits, logits(model));
    }
  }

  private static double step(DataParallel<BertForPreTraining, PretrainingBatch> model) {
    PretrainingBatch batch = new PretrainingBatch();
    for (int s = 0; s < 64; s++) {
      batch.addMasked(batch.sequences().tokens() + 3, 500 + s);
      batch.sequences().add(sequences(1), 0);
      batch.addNextSentenceLabel(s % 2);
    }
    return model.forwardBackward(batch, new MicroStep(batch.targets(), 0, false, false)).loss();
  }

  private static float[] logits(DataParallel<BertForPreTraining, PretrainingBatch> model) {
    return model.evaluate(
        sequences(64),
        64,
        (bert, pass, hidden) -> bert.predictionLogits(pass, hidden, i -> 16 * i, 64));
  }

  private static TokenBatch sequences(int count) {
    TokenBatch batch = new TokenBatch();
    int[] ids = new int[16];
    for (int s = 0; s < count; s++) {
      for (int i = 0; i < ids.length; i++) {
        ids[i] = 1000 + 31 * i + s;
      }
      batch.add(ids, new int[16], 0, 16);
    }
    return batch;
  }
}
