package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.checkpoint.ParameterTensors;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.model.BertForPreTraining.Normalizers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parity with the reference values, at the tolerances of their README. */
class BertForPreTrainingTest {
  private static final double FORWARD = 2e-5;
  private static final double LOSS = 1e-5;

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
      golden.model().forwardBackward(batch, new Step<>(Normalizers.of(batch), 0, false, true));
      // A key's bias shifts all scores of a query alike, so its gradient is rounding noise.
      GradientParity.assertSame(gradients, golden.model(), key -> key.endsWith("key.bias"));
    }
  }

  @Test
  void aCheckpointGoesOnFromItsLoss() throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(Golden.path("tiny"));
    try (GoldenModel golden = new GoldenModel("tiny", DataType.FP32);
        BertForPreTraining model =
            new BertForPreTraining(golden.engine(), checkpoint.config(), DataType.FP32)) {
      var tensors = ParameterTensors.of(model.parameters(), model.parameters().values(), "");
      LoadReport report = checkpoint.loadParameters(tensors);
      model.parametersChanged();
      assertEquals(List.of(), report.missing());
      assertEquals(List.of(), report.unexpected());
      double expected = Golden.json("tiny/scalars.json").get("loss_total").asDouble();
      assertEquals(expected, model.evaluate(golden.batch()).loss(), LOSS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "deep"})
  void lossesAreTheReferencesWholeAndOneByOne(String name) {
    Map<String, Golden.Tensor> forward = Golden.tensors(name + "/forward.safetensors");
    try (GoldenModel golden = new GoldenModel(name, DataType.FP32)) {
      PretrainingLosses whole = golden.model().evaluate(golden.batch());
      assertEquals(forward.get("loss.mlm").value(), whole.mlmLoss(), LOSS);
      assertEquals(forward.get("loss.nsp").value(), whole.nspLoss(), LOSS);
      PretrainingLosses sum = PretrainingLosses.NONE;
      for (int s = 0; s < golden.batchSize(); s++) {
        sum = sum.plus(golden.model().evaluate(golden.batch(s, s + 1)));
      }
      assertEquals(whole.loss(), sum.loss(), LOSS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "deep"})
  void headsAndAttentionAreTheReferences(String name) {
    Map<String, Golden.Tensor> forward = Golden.tensors(name + "/forward.safetensors");
    try (GoldenModel golden = new GoldenModel(name, DataType.FP32)) {
      BertForPreTraining model = golden.model();
      PretrainingBatch batch = golden.batch();
      int tokens = batch.sequences().tokens();
      float[] logits = golden.withoutPadding(forward.get("prediction_logits"));
      Tensor actual = model.predictionLogits(batch.sequences(), i -> i, tokens);
      assertClose("prediction_logits", logits, GoldenModel.head(actual, logits.length), FORWARD);
      float[] transform = golden.withoutPadding(forward.get("mlm_transform"));
      assertClose(
          "mlm_transform",
          transform,
          GoldenModel.head(model.predictions().transformed(), transform.length),
          FORWARD);
      assertNextSentenceHead(model, batch, forward);
      assertAttention(golden, forward.get("encoder.layer.0.attention_probs"));
    }
  }

  private static void assertNextSentenceHead(
      BertForPreTraining model, PretrainingBatch batch, Map<String, Golden.Tensor> forward) {
    Tensor hidden = model.bert().evaluate(batch.sequences());
    Tensor logits = model.seqRelationship().forward(hidden, batch.sequences());
    float[] expected = forward.get("seq_relationship_logits").values();
    assertClose("seq_relationship", expected, Transfer.toArray(logits), FORWARD);
    float[] pooled = forward.get("pooled_output").values();
    Tensor actual = model.seqRelationship().pooled();
    assertClose("pooled", pooled, GoldenModel.head(actual, pooled.length), FORWARD);
  }

  /** One sequence at a time, so that a run is a sequence. */
  private static void assertAttention(GoldenModel golden, Golden.Tensor expected) {
    int padded = golden.paddedLength();
    int heads = golden.model().config().numAttentionHeads();
    for (int s = 0; s < golden.batchSize(); s++) {
      golden.model().bert().evaluate(golden.batch(s, s + 1).sequences());
      Tensor probabilities = golden.model().bert().attentionProbabilities(0, 0);
      float[] actual = Transfer.toArray(probabilities);
      int length = golden.length(s);
      int bucket = probabilities.columns();
      for (int i = 0; i < heads * bucket * bucket; i++) {
        int head = i / (bucket * bucket);
        int row = i / bucket % bucket;
        int column = i % bucket;
        boolean own = row < length && column < length;
        int at = ((s * heads + head) * padded + row) * padded + column;
        float wanted = own ? expected.values()[at] : 0;
        assertEquals(wanted, actual[i], own ? FORWARD : 0, "sequence " + s + ", " + i);
      }
    }
  }
}
