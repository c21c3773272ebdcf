package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.dl4j.ModelArrays;
import org.bert4j.common.dl4j.Nd4jArrays;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** What models compute, as ND4J arrays, against the references. */
class ModelArraysTest {
  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  @Test
  void hiddenStatesAttentionsAndLogitsAreTheReferences() {
    Map<String, Golden.Tensor> forward = Golden.tensors("tiny/forward.safetensors");
    try (GoldenModel golden = new GoldenModel("tiny", DataType.FP32)) {
      TokenBatch batch = golden.batch().sequences();
      List<INDArray> states = ModelArrays.hiddenStates(golden.model(), batch);
      List<String> names = List.of("embeddings", "encoder.layer.0", "encoder.layer.1");
      assertEquals(names.size(), states.size());
      for (int i = 0; i < names.size(); i++) {
        float[] expected = golden.withoutPadding(forward.get(names.get(i)));
        assertClose(names.get(i), expected, floats(states.get(i)), 2e-5);
      }
      int[] positions = {0, 3, batch.tokens() - 1};
      INDArray logits = ModelArrays.predictionLogits(golden.model(), batch, positions);
      float[] all = golden.withoutPadding(forward.get("prediction_logits"));
      for (int i = 0; i < positions.length; i++) {
        float[] row =
            java.util.Arrays.copyOfRange(all, positions[i] * 120, positions[i] * 120 + 120);
        INDArray found = logits.get(NDArrayIndex.point(i), NDArrayIndex.all());
        assertClose("logits " + i, row, floats(found), 2e-5);
      }
      assertArrayEquals(
          new long[] {0, 120},
          ModelArrays.predictionLogits(golden.model(), batch, new int[0]).shape());
    }
  }

  @Test
  void attentionsOfATokenAddUpToOneAndAreOfOneSequence() {
    try (GoldenModel golden = new GoldenModel("tiny", DataType.FP32)) {
      TokenBatch batch = golden.batch().sequences();
      TokenBatch one = new TokenBatch();
      one.add(batch, 1);
      List<INDArray> attentions = ModelArrays.attentions(golden.model(), one);
      assertEquals(2, attentions.size());
      for (INDArray ofLayer : attentions) {
        assertArrayEquals(new long[] {4, one.tokens(), one.tokens()}, ofLayer.shape());
        float[] ones = new float[4 * one.tokens()];
        java.util.Arrays.fill(ones, 1);
        assertClose("sums", ones, floats(ofLayer.sum(2)), 1e-5);
      }
      assertThrows(
          IllegalArgumentException.class, () -> ModelArrays.attentions(golden.model(), batch));
    }
  }

  @Test
  void aViewOfAParameterIsWhatTheModelComputesWith() {
    String name = "bert.encoder.layer.0.output.dense.weight";
    try (GoldenModel golden = new GoldenModel("tiny", DataType.FP32)) {
      TokenBatch batch = golden.batch().sequences();
      INDArray before = ModelArrays.hiddenStates(golden.model(), batch).get(1);
      INDArray view = Nd4jArrays.view(golden.model().parameters(), name);
      assertArrayEquals(new long[] {32, 64}, view.shape());
      assertEquals(Nd4jArrays.get(golden.model().parameters(), name), view);
      view.muli(0);
      assertEquals(
          0, Nd4jArrays.get(golden.model().parameters(), name).norm1Number().doubleValue());
      golden.model().parametersChanged();
      INDArray after = ModelArrays.hiddenStates(golden.model(), batch).get(1);
      org.junit.jupiter.api.Assertions.assertNotEquals(before, after);
    }
  }
}
