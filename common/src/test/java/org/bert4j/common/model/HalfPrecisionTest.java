package org.bert4j.common.model;

import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Parity with the reference in half precision, at tolerances that follow from its rounding.
 *
 * <p>A bf16 number has 8 significant bits: rounding one changes it by at most u = 2⁻⁹ of itself.
 * Rounding errors of different elements are independent, so after k roundings on the way to a
 * tensor the relative L2 error is about u √k, times how much the model amplifies an error on the
 * way. A layer rounds 9 times (input, projections, scores, probabilities, context, first
 * normalization, pre-activation, activation, second normalization) and its backward pass as often
 * again, the heads 6 times. Amplification is bounded by 3 here, as the reference's weights are ten
 * times as large as those of a model at its start.
 */
class HalfPrecisionTest {
  private static final double UNIT = 0x1p-9;
  private static final double AMPLIFICATION = 2;
  private static final int PER_LAYER = 9;
  private static final int HEADS = 6;

  @BeforeAll
  static void requireHalfPrecision() {
    assumeTrue(DataType.fastest() == DataType.BF16, "this processor has no bf16 instructions");
  }

  private static double bound(int roundings) {
    return AMPLIFICATION * UNIT * Math.sqrt(roundings);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "deep"})
  void hiddenStatesAreTheReferencesButForRounding(String name) {
    Map<String, Golden.Tensor> forward = Golden.tensors(name + "/forward.safetensors");
    try (GoldenModel golden = new GoldenModel(name, DataType.BF16)) {
      var states = golden.model().hiddenStates(golden.batch().sequences());
      for (int i = 0; i < states.size(); i++) {
        String key = i == 0 ? "embeddings" : "encoder.layer." + (i - 1);
        float[] expected = golden.withoutPadding(forward.get(key));
        double error = relativeL2(expected, GoldenModel.head(states.get(i), expected.length));
        assertTrue(error <= bound(1 + PER_LAYER * i), key + ": relative L2 " + error);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "deep"})
  void lossesAndGradientsAreTheReferencesButForRounding(String reference) {
    Map<String, Golden.Tensor> gradients = Golden.tensors(reference + "/gradients.safetensors");
    Map<String, Golden.Tensor> forward = Golden.tensors(reference + "/forward.safetensors");
    try (GoldenModel golden = new GoldenModel(reference, DataType.BF16)) {
      PretrainingBatch batch = golden.batch();
      MicroStep step = new MicroStep(batch.targets(), 0, false, true);
      Losses losses = golden.model().forwardBackward(batch, step);
      int layers = golden.model().config().numHiddenLayers();
      double loss = forward.get("loss.total").value();
      assertEquals(loss, losses.loss(), loss * bound(HEADS + PER_LAYER * layers));
      for (String name : golden.model().parameters().named().keySet()) {
        if (!name.endsWith("key.bias")) {
          float[] actual = golden.model().parameters().gradient(name);
          double error = relativeL2(gradients.get(name).values(), actual);
          double bound = bound(2 * (HEADS + PER_LAYER * layers));
          assertTrue(error <= bound, name + ": relative L2 " + error);
        }
      }
    }
  }
}
