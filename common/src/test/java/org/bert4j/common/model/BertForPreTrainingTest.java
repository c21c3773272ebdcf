package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.ParameterSpec;
import org.bert4j.common.model.BertForPreTraining.Normalizers;
import org.bert4j.common.model.BertForPreTraining.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity with the reference values, at the tolerances of their README. */
class BertForPreTrainingTest {
  private static final double FORWARD = 2e-5;
  private static final double LOSS = 1e-5;
  private static final double GRADIENT = 1e-5;
  private static final double GRADIENT_L2 = 2e-5;

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "deep"})
  void hiddenStatesAreTheReferences(String name) {
    Map<String, Golden.Tensor> forward = Golden.tensors(name + "/forward.safetensors");
    try (GoldenModel golden = new GoldenModel(name, DataType.FP32)) {
      var states = golden.model().hiddenStates(golden.batch().sequences());
      for (int i = 0; i < states.size(); i++) {
        String key = i == 0 ? "embeddings" : "encoder.layer." + (i - 1);
        float[] expected = golden.withoutPadding(forward.get(key));
        assertClose(key, expected, GoldenModel.head(states.get(i), expected.length), FORWARD);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "deep"})
  void everyGradientIsTheReferences(String name) {
    Map<String, Golden.Tensor> gradients = Golden.tensors(name + "/gradients.safetensors");
    try (GoldenModel golden = new GoldenModel(name, DataType.FP32)) {
      PretrainingBatch batch = golden.batch();
      golden.model().forwardBackward(batch, new Step(Normalizers.of(batch), 0, false, true));
      assertGradients(golden, gradients);
    }
  }

  private static void assertGradients(GoldenModel golden, Map<String, Golden.Tensor> expected) {
    for (ParameterSpec spec : golden.model().parameters().specs()) {
      float[] reference = expected.get(spec.name()).values();
      float[] actual = Transfer.toArray(golden.model().parameters().get(spec.name()).gradient());
      assertClose(spec.name(), reference, actual, GRADIENT);
      // A key's bias shifts all scores of a query alike, so its gradient is rounding noise.
      if (!spec.name().endsWith("key.bias")) {
        double relative = relativeL2(reference, actual);
        assertTrue(relative <= GRADIENT_L2, spec.name() + ": relative L2 " + relative);
      }
    }
    assertEquals(expected.size(), golden.model().parameters().specs().size());
  }
}
