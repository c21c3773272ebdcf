package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Parity with the reference values, and what every head must pass, for all types of problems. */
class BertForSequenceClassificationTest {
  private static final String GRADIENT = "gradient.";
  private static final int LABELS = 3;

  @Nested
  class OneClass extends HeadContract<SequenceClassificationBatch> {
    @Override
    BertForSequenceClassification model(BertConfig config) {
      return new BertForSequenceClassification(
          config, LABELS, ProblemType.SINGLE_LABEL_CLASSIFICATION);
    }

    @Override
    void label(SequenceClassificationBatch batch, int sequence) {
      if (sequence == 1) {
        batch.addLabel(TokenClassificationBatch.IGNORED);
      } else {
        batch.addLabel(sequence % LABELS, sequence == 2 ? 1.5f : 1);
      }
    }
  }

  @Nested
  class SeveralClasses extends HeadContract<SequenceClassificationBatch> {
    @Override
    BertForSequenceClassification model(BertConfig config) {
      return new BertForSequenceClassification(
          config, LABELS, ProblemType.MULTI_LABEL_CLASSIFICATION);
    }

    @Override
    void label(SequenceClassificationBatch batch, int sequence) {
      batch.addTargets(new float[] {sequence % 2, 1, sequence == 3 ? 1 : 0});
    }

    @Override
    double untrainedLoss() {
      return 0.5;
    }
  }

  @Nested
  class Numbers extends HeadContract<SequenceClassificationBatch> {
    @Override
    BertForSequenceClassification model(BertConfig config) {
      return new BertForSequenceClassification(config, 1, ProblemType.REGRESSION);
    }

    @Override
    void label(SequenceClassificationBatch batch, int sequence) {
      batch.addTargets(new float[] {sequence - 1.5f});
    }
  }

  private static SequenceClassificationBatch goldenBatch(ProblemType problem, float[] targets) {
    GoldenInputs inputs = new GoldenInputs("tiny");
    SequenceClassificationBatch batch = new SequenceClassificationBatch();
    int width = targets.length / inputs.batchSize();
    for (int s = 0; s < inputs.batchSize(); s++) {
      inputs.addSequence(batch.sequences(), s);
      if (problem == ProblemType.SINGLE_LABEL_CLASSIFICATION) {
        batch.addLabel(Math.round(targets[s]));
      } else {
        batch.addTargets(Arrays.copyOfRange(targets, s * width, (s + 1) * width));
      }
    }
    return batch;
  }

  @ParameterizedTest
  @EnumSource(ProblemType.class)
  void logitsLossAndEveryGradientAreTheReferences(ProblemType problem) throws IOException {
    Map<String, Golden.Tensor> golden =
        Golden.tensors("tiny/classification/" + problem.jsonName() + ".safetensors");
    Map<String, Golden.Tensor> encoder = Golden.tensors("tiny/model.safetensors");
    BertConfig config = BertConfig.read(Golden.path("tiny/config.json"));
    int labels = golden.get("weight.classifier.bias").values().length;
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<BertForSequenceClassification, SequenceClassificationBatch> model =
            DataParallel.trained(
                engine,
                () -> new BertForSequenceClassification(config, labels, problem),
                DataType.FP32)) {
      for (String name : model.parameters().named().keySet()) {
        Golden.Tensor own = golden.get("weight." + name);
        model.parameters().write(name, (own != null ? own : encoder.get(name)).values());
      }
      model.parametersChanged();
      SequenceClassificationBatch batch = goldenBatch(problem, golden.get("targets").values());
      assertClose("logits", golden.get("logits").values(), model.logits(batch.sequences()), 2e-5);
      assertEquals(golden.get("loss").value(), model.evaluate(batch).loss(), 1e-5);
      Losses losses = model.forwardBackward(batch, new MicroStep(batch.targets(), 0, false, true));
      assertEquals(golden.get("loss").value(), losses.loss(), 1e-5);
      Map<String, Golden.Tensor> gradients = new LinkedHashMap<>();
      golden.forEach(
          (name, tensor) -> {
            if (name.startsWith(GRADIENT)) {
              gradients.put(name.substring(GRADIENT.length()), tensor);
            }
          });
      GradientParity.assertSame(gradients, model, name -> name.endsWith("key.bias"));
    }
  }

  @Test
  void rightClassesAreCounted() {
    OneClass head = new OneClass();
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<BertWithHead<SequenceClassificationBatch>, SequenceClassificationBatch> model =
            DataParallel.used(engine, () -> head.model(HeadContract.config(0)), DataType.FP32)) {
      Initialization.BERT.apply(model, 3);
      SequenceClassificationBatch batch = head.batch(5);
      float[] logits = model.logits(batch.sequences());
      int correct = 0;
      for (int s = 0; s < 5; s++) {
        int best = 0;
        for (int k = 1; k < LABELS; k++) {
          best = logits[s * LABELS + k] > logits[s * LABELS + best] ? k : best;
        }
        correct += best == batch.label(s) ? 1 : 0;
      }
      assertEquals(correct / 4.0, model.evaluate(batch).all().get(0).accuracy(), 1e-9);
    }
  }
}
