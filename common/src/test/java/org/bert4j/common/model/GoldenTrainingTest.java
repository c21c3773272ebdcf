package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.train.AdamW;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.LearningRateSchedule;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.common.train.OptimizerSettings;
import org.junit.jupiter.api.Test;

/** Five steps of training against the reference's, whole and in micro-batches. */
class GoldenTrainingTest {
  private static final double BOUND = 2e-5;

  @Test
  void stepsAreTheReferences() {
    train(1);
  }

  @Test
  void microBatchesAddUpToTheBatch() {
    train(4);
  }

  private static void train(int microBatches) {
    JsonNode steps = Golden.json("tiny/scalars.json").get("training").get("steps");
    var schedule = new LearningRateSchedule(Curve.LINEAR, 0.01, 2, 5);
    try (GoldenModel golden = new GoldenModel("tiny", DataType.FP32);
        AdamW adam =
            new AdamW(golden.engine(), golden.model().parameters(), OptimizerSettings.BERT)) {
      GradientNorm gradientNorm = new GradientNorm(golden.engine(), golden.model().parameters());
      for (int k = 0; k < 5; k++) {
        Losses losses = forwardBackward(golden, microBatches);
        double norm = gradientNorm.compute();
        assertEquals(steps.get(k).get("lr").asDouble(), schedule.at(k), 1e-9);
        assertEquals(steps.get(k).get("loss").asDouble(), losses.loss(), BOUND, "loss " + k);
        assertEquals(
            steps.get(k).get("loss_mlm").asDouble(),
            losses.of(BertForPreTraining.MLM).mean(),
            BOUND);
        assertEquals(
            steps.get(k).get("loss_nsp").asDouble(),
            losses.of(BertForPreTraining.NSP).mean(),
            BOUND);
        double expected = steps.get(k).get("grad_norm_before_clipping").asDouble();
        assertEquals(expected, norm, BOUND * expected, "gradient norm " + k);
        adam.step(schedule.at(k), norm);
        if (k == 1) {
          assertParameters(golden, "tiny/training_after_step_2.safetensors");
        }
      }
      assertParameters(golden, "tiny/training.safetensors");
      assertState(golden, adam);
    }
  }

  private static Losses forwardBackward(GoldenModel golden, int microBatches) {
    PretrainingBatch whole = golden.batch();
    Losses losses = Losses.NONE;
    int size = golden.batchSize() / microBatches;
    for (int i = 0; i < microBatches; i++) {
      PretrainingBatch part = golden.batch(i * size, (i + 1) * size);
      MicroStep step = new MicroStep(whole.targets(), 0, i > 0, true);
      losses = losses.plus(golden.model().forwardBackward(part, step));
    }
    return losses;
  }

  private static void assertParameters(GoldenModel golden, String file) {
    Map<String, Golden.Tensor> expected = Golden.tensors(file);
    for (String name : golden.model().parameters().named().keySet()) {
      float[] reference = expected.get(name).values();
      float[] actual = Transfer.toArray(golden.model().parameters().get(name).value());
      if (name.endsWith("key.bias")) {
        // Its gradient is zero but for rounding, and Adam divides noise by noise.
        assertClose(name, reference, actual, 1e-3);
      } else {
        assertClose(name, reference, actual, 5e-5);
        double relative = relativeL2(reference, actual);
        assertTrue(relative <= 2e-5, file + " " + name + ": relative L2 " + relative);
      }
    }
  }

  private static void assertState(GoldenModel golden, AdamW adam) {
    Map<String, Golden.Tensor> expected = Golden.tensors("tiny/training_state.safetensors");
    for (String name : golden.model().parameters().named().keySet()) {
      if (!name.endsWith("key.bias")) {
        assertMoment(expected, "exp_avg." + name, slice(golden, name, adam.moments().expAvg()));
        assertMoment(
            expected, "exp_avg_sq." + name, slice(golden, name, adam.moments().expAvgSq()));
      }
    }
  }

  private static void assertMoment(
      Map<String, Golden.Tensor> expected, String name, float[] actual) {
    double relative = relativeL2(expected.get(name).values(), actual);
    assertTrue(relative <= 1e-4, name + ": relative L2 " + relative);
  }

  private static float[] slice(GoldenModel golden, String name, Tensor vector) {
    return Transfer.toArray(golden.model().parameters().slice(vector, name));
  }
}
