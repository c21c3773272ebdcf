package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Transfer;
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
      golden.model().forwardBackward(batch, new MicroStep(batch.targets(), 0, false, true));
      // A key's bias shifts all scores of a query alike, so its gradient is rounding noise.
      GradientParity.assertSame(gradients, golden.model(), key -> key.endsWith("key.bias"));
    }
  }

  @Test
  void aCheckpointGoesOnFromItsLoss() throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(Golden.path("tiny"));
    try (GoldenModel golden = new GoldenModel("tiny", DataType.FP32);
        DataParallel<BertForPreTraining, PretrainingBatch> model = used(golden, checkpoint)) {
      LoadReport report = checkpoint.loadParameters(model.parameters());
      model.parametersChanged();
      assertEquals(List.of(), report.missing());
      assertEquals(List.of(), report.unexpected());
      double expected = Golden.json("tiny/scalars.json").get("loss_total").asDouble();
      assertEquals(expected, model.evaluate(golden.batch()).loss(), LOSS);
    }
  }

  private static DataParallel<BertForPreTraining, PretrainingBatch> used(
      GoldenModel golden, CheckpointDirectory checkpoint) throws IOException {
    BertConfig config = checkpoint.config();
    return DataParallel.used(golden.engine(), () -> new BertForPreTraining(config), DataType.FP32);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny", "deep"})
  void lossesAreTheReferencesWholeAndOneByOne(String name) {
    Map<String, Golden.Tensor> forward = Golden.tensors(name + "/forward.safetensors");
    try (GoldenModel golden = new GoldenModel(name, DataType.FP32)) {
      Losses whole = golden.model().evaluate(golden.batch());
      assertEquals(forward.get("loss.mlm").value(), whole.of(BertForPreTraining.MLM).mean(), LOSS);
      assertEquals(forward.get("loss.nsp").value(), whole.of(BertForPreTraining.NSP).mean(), LOSS);
      Losses sum = Losses.NONE;
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
      TokenBatch batch = golden.batch().sequences();
      int tokens = batch.tokens();
      float[] logits = golden.withoutPadding(forward.get("prediction_logits"));
      float[] actual =
          golden
              .model()
              .evaluate(
                  batch,
                  tokens,
                  (model, pass, hidden) -> model.predictionLogits(pass, hidden, i -> i, tokens));
      assertClose("prediction_logits", logits, actual, FORWARD);
      float[] transform = golden.withoutPadding(forward.get("mlm_transform"));
      float[] transformed =
          golden
              .model()
              .evaluate(
                  batch,
                  tokens,
                  (model, pass, hidden) ->
                      GoldenModel.head(
                          model.cls.predictions.transform.forward(pass, hidden, i -> i, tokens),
                          transform.length));
      assertClose("mlm_transform", transform, transformed, FORWARD);
      assertNextSentenceHead(golden.model(), batch, forward);
      assertAttention(golden, forward.get("encoder.layer.0.attention_probs"));
    }
  }

  private static void assertNextSentenceHead(
      DataParallel<BertForPreTraining, PretrainingBatch> model,
      TokenBatch batch,
      Map<String, Golden.Tensor> forward) {
    float[] expected = forward.get("seq_relationship_logits").values();
    assertClose("seq_relationship", expected, model.logits(batch), FORWARD);
    float[] pooled = forward.get("pooled_output").values();
    float[] actual =
        model.evaluate(
            batch,
            0,
            (bert, pass, hidden) ->
                Transfer.toArray(bert.bert().pooler.forward(pass, hidden, batch)));
    assertClose("pooled", pooled, actual, FORWARD);
  }

  /** One sequence at a time, so that a run is a sequence. */
  private static void assertAttention(GoldenModel golden, Golden.Tensor expected) {
    int padded = golden.paddedLength();
    int heads = golden.model().config().numAttentionHeads();
    for (int s = 0; s < golden.batchSize(); s++) {
      Attentions found = Attentions.ofLayer0(golden.model(), golden.batch(s, s + 1).sequences());
      float[] actual = found.probabilities();
      int length = golden.length(s);
      int bucket = found.bucket();
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
