package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.LoadReport;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.junit.jupiter.api.Test;

/** A model of google-research/bert against what another program computed from the same files. */
class TensorFlowParityTest {
  private static final Path FIXTURE =
      Path.of("../../shared/data/checkpoints/keras-bert-tf1-fixture");
  private static final double BOUND = 2e-6;

  @Test
  void computesTheReferencesValues() throws IOException {
    assumeTrue(Files.exists(FIXTURE), () -> "skipped: " + FIXTURE + " is absent");
    CheckpointDirectory checkpoint = CheckpointDirectory.open(FIXTURE);
    BertConfig config = checkpoint.config();
    Map<String, Golden.Tensor> golden = Golden.tensors("tf1/forward.safetensors");
    JsonNode inputs = new JsonMapper().readTree(Golden.path("tf1/inputs.json").toFile());
    assertEquals(3, inputs.size());
    try (ComputeEngine engine = new ComputeEngine(1);
        DataParallel<BertForPreTraining, PretrainingBatch> model =
            DataParallel.used(engine, () -> new BertForPreTraining(config), DataType.FP32)) {
      LoadReport report = checkpoint.loadParameters(model.parameters());
      assertEquals(new LoadReport(List.of(), List.of()), report);
      model.parametersChanged();
      for (int i = 0; i < inputs.size(); i++) {
        assertForward(model, batch(inputs.get(i)), golden, i + ".");
      }
    }
  }

  private static void assertForward(
      DataParallel<BertForPreTraining, PretrainingBatch> model,
      TokenBatch batch,
      Map<String, Golden.Tensor> golden,
      String input) {
    List<Tensor> states = model.hiddenStates(batch);
    assertSame(golden, input + "embeddings", states.get(0));
    Tensor last = states.get(states.size() - 1);
    assertSame(golden, input + "last_hidden_state", last);
    float[] next = model.logits(batch);
    assertSame(golden, input + "seq_relationship_logits", next);
    float[] pooled =
        model.evaluate(
            batch,
            0,
            (bert, pass, hidden) ->
                Transfer.toArray(bert.bert().pooler.forward(pass, hidden, batch)));
    assertSame(golden, input + "pooled_output", pooled);
    int tokens = batch.tokens();
    float[] logits =
        model.evaluate(
            batch,
            tokens,
            (bert, pass, hidden) -> bert.predictionLogits(pass, hidden, i -> i, tokens));
    assertSame(golden, input + "prediction_logits", logits);
  }

  private static void assertSame(Map<String, Golden.Tensor> golden, String name, Tensor actual) {
    int elements = golden.get(name).values().length;
    assertSame(golden, name, GoldenModel.head(actual, elements));
  }

  private static void assertSame(Map<String, Golden.Tensor> golden, String name, float[] actual) {
    assertClose(name, golden.get(name).values(), actual, BOUND);
  }

  private static TokenBatch batch(JsonNode input) {
    TokenBatch batch = new TokenBatch();
    int[] ids = ints(input.get("input_ids"));
    batch.add(ids, ints(input.get("token_type_ids")), 0, ids.length);
    return batch;
  }

  private static int[] ints(JsonNode numbers) {
    int[] ints = new int[numbers.size()];
    for (int i = 0; i < ints.length; i++) {
      ints[i] = numbers.get(i).intValue();
    }
    return ints;
  }
}
