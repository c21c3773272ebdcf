package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.train.AdamW;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.LearningRateSchedule;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.common.train.OptimizerSettings;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parity with the reference values, at the tolerances of their README. */
class BertForTokenClassificationTest extends HeadContract<TokenClassificationBatch> {
  private static final int LABELS = 5;
  private static final double FORWARD = 2e-5;
  private static final double TRAINING = 2e-5;

  private final GoldenInputs inputs = new GoldenInputs("tiny");
  private final ComputeEngine engine = new ComputeEngine(2);
  private DataParallel<BertForTokenClassification, TokenClassificationBatch> golden;

  @BeforeEach
  void load() throws IOException {
    BertConfig config = BertConfig.read(Golden.path("tiny/ner/config.json"));
    golden =
        DataParallel.trained(
            engine, () -> new BertForTokenClassification(config, LABELS), DataType.FP32);
    GoldenModel.load(golden, "tiny/ner");
  }

  @AfterEach
  void close() {
    golden.close();
    engine.close();
  }

  @Override
  BertForTokenClassification model(BertConfig config) {
    return new BertForTokenClassification(config, LABELS);
  }

  @Override
  void label(TokenClassificationBatch batch, int sequence) {
    int start = batch.sequences().start(sequence);
    for (int i = 0; i < batch.sequences().length(sequence); i++) {
      boolean none = i % 4 == 3 || sequence == 1;
      int label = batch.sequences().inputId(start + i) % LABELS;
      batch.addLabel(none ? TokenClassificationBatch.IGNORED : label);
    }
  }

  private TokenClassificationBatch goldenBatch() {
    TokenClassificationBatch batch = new TokenClassificationBatch();
    int[] labels = inputs.ints("ner_labels");
    for (int s = 0; s < inputs.batchSize(); s++) {
      inputs.addSequence(batch.sequences(), s);
      for (int i = 0; i < inputs.length(s); i++) {
        batch.addLabel(labels[s * inputs.paddedLength() + i]);
      }
    }
    return batch;
  }

  private static MicroStep step(TokenClassificationBatch batch) {
    return new MicroStep(batch.targets(), 0, false, true);
  }

  @Test
  void logitsAndLossAreTheReferences() {
    Map<String, Golden.Tensor> forward = Golden.tensors("tiny/ner/forward.safetensors");
    float[] expected = inputs.withoutPadding(forward.get("logits"));
    TokenClassificationBatch batch = goldenBatch();
    assertClose("logits", expected, golden.logits(batch.sequences()), FORWARD);
    assertEquals(forward.get("loss").value(), golden.evaluate(batch).loss(), 1e-5);
    assertEquals(accuracy(batch, expected), golden.evaluate(batch).all().get(0).accuracy(), 1e-9);
  }

  private static double accuracy(TokenClassificationBatch batch, float[] logits) {
    int correct = 0;
    for (int i = 0; i < batch.sequences().tokens(); i++) {
      int best = 0;
      for (int k = 1; k < LABELS; k++) {
        best = logits[i * LABELS + k] > logits[i * LABELS + best] ? k : best;
      }
      correct += best == batch.label(i) ? 1 : 0;
    }
    return (double) correct / batch.labelled();
  }

  @Test
  void everyGradientIsTheReferences() {
    TokenClassificationBatch batch = goldenBatch();
    golden.forwardBackward(batch, step(batch));
    Map<String, Golden.Tensor> expected = Golden.tensors("tiny/ner/gradients.safetensors");
    GradientParity.assertSame(expected, golden, this::isNoise);
  }

  @Test
  void stepsAreTheReferences() {
    JsonNode training = Golden.json("tiny/ner/scalars.json").get("training");
    LearningRateSchedule schedule = new LearningRateSchedule(Curve.LINEAR, 0.005, 0, 6);
    OptimizerSettings settings = new OptimizerSettings(0.9, 0.999, 1e-6, 0.5, 1000);
    TokenClassificationBatch batch = goldenBatch();
    try (AdamW adam = new AdamW(engine, golden.parameters(), settings)) {
      GradientNorm gradientNorm = new GradientNorm(engine, golden.parameters());
      for (JsonNode step : training.get("steps")) {
        double loss = golden.forwardBackward(batch, step(batch)).loss();
        double norm = gradientNorm.compute();
        int k = step.get("step").asInt();
        assertEquals(step.get("lr").asDouble(), schedule.at(k), 1e-12);
        assertEquals(step.get("loss").asDouble(), loss, TRAINING, "loss " + k);
        double expected = step.get("grad_norm_before_clipping").asDouble();
        assertEquals(expected, norm, TRAINING * expected, "gradient norm " + k);
        adam.step(schedule.at(k), norm);
      }
    }
    double last = training.get("loss_after_last_step").asDouble();
    assertEquals(last, golden.evaluate(batch).loss(), TRAINING);
    assertParameters(Golden.tensors("tiny/ner/training.safetensors"));
  }

  private void assertParameters(Map<String, Golden.Tensor> expected) {
    for (String name : golden.parameters().named().keySet()) {
      float[] reference = expected.get(name).values();
      float[] actual = Transfer.toArray(golden.parameters().get(name).value());
      boolean noise = isNoise(name);
      // Adam divides noise by noise.
      assertClose(name, reference, actual, noise ? 1e-3 : 5e-5);
      double relative = relativeL2(reference, actual);
      assertTrue(noise || relative <= 2e-5, name + ": relative L2 " + relative);
    }
  }

  @Test
  void aBatchWithoutLabelsHasNoLossAndNoGradient() {
    TokenClassificationBatch batch = new TokenClassificationBatch();
    inputs.addSequence(batch.sequences(), 0);
    for (int i = 0; i < inputs.length(0); i++) {
      batch.addLabel(TokenClassificationBatch.IGNORED);
    }
    assertEquals(0, golden.forwardBackward(batch, step(batch)).loss());
    for (String name : golden.parameters().named().keySet()) {
      float[] gradient = golden.parameters().gradient(name);
      assertClose(name, new float[gradient.length], gradient, 0);
    }
  }
}
