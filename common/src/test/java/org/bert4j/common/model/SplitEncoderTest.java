package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Random;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Threads that share a sequence's heads and columns compute what one thread does. */
@Timeout(60)
class SplitEncoderTest {
  private static final int VOCABULARY = 97;
  private static final int LABELS = 5;

  private static final SequenceUse<BertForTokenClassification, float[]> LOGITS =
      BertForTokenClassification::sequenceLogits;

  private static BertConfig config(int heads) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("vocab_size", VOCABULARY)
            .put("hidden_size", heads * 64)
            .put("num_hidden_layers", 2)
            .put("num_attention_heads", heads)
            .put("intermediate_size", heads * 96)
            .put("initializer_range", 0.05)
            .put("max_position_embeddings", 160);
    return BertConfig.of(json, "test");
  }

  private static DataParallel<BertForTokenClassification, TokenClassificationBatch> model(
      ComputeEngine engine, int heads, DataType type) {
    BertConfig config = config(heads);
    DataParallel<BertForTokenClassification, TokenClassificationBatch> model =
        DataParallel.used(engine, () -> new BertForTokenClassification(config, LABELS), type);
    Initialization.BERT.apply(model, 3);
    model.parametersChanged();
    return model;
  }

  private static TokenBatch sequence(int length, int seed) {
    int[] ids = new Random(seed).ints(length, 0, VOCABULARY).toArray();
    TokenBatch batch = new TokenBatch();
    batch.add(ids, new int[length], 0, length);
    return batch;
  }

  /** Five heads cannot be dealt out to 2 threads, 6 can to 2 and 3, 12 to 4. */
  @ParameterizedTest
  @CsvSource({"2, 5", "2, 6", "3, 6", "4, 12", "8, 4"})
  void sharesMakeTheWhole(int threads, int heads) {
    try (ComputeEngine one = new ComputeEngine(1);
        ComputeEngine several = new ComputeEngine(threads);
        var expected = model(one, heads, DataType.FP32);
        var actual = model(several, heads, DataType.FP32)) {
      for (int length : new int[] {130, 1, 2, 31, 32, 33, 160, 7}) {
        TokenBatch batch = sequence(length, length);
        assertClose(
            length + " tokens",
            expected.logits(batch),
            actual.evaluateSequences(batch, LOGITS).get(0),
            2e-5);
      }
    }
  }

  @Test
  void sharesMakeTheWholeInHalfPrecision() {
    assumeTrue(DataType.fastest() == DataType.BF16, "no bf16");
    try (ComputeEngine one = new ComputeEngine(1);
        ComputeEngine several = new ComputeEngine(2);
        var expected = model(one, 12, DataType.FP32);
        var actual = model(several, 12, DataType.BF16)) {
      for (int length : new int[] {130, 21}) {
        TokenBatch batch = sequence(length, length);
        assertClose(
            length + " tokens",
            expected.logits(batch),
            actual.evaluateSequences(batch, LOGITS).get(0),
            0.03);
      }
    }
  }

  /** Rounding is by rows and outputs, so that it does not matter who computes what with whom. */
  @Test
  void integersAreTheSameAloneAndTogether() {
    assumeTrue(DataType.hasInt8(), "no instructions for integers of 8 bits");
    try (ComputeEngine one = new ComputeEngine(1);
        ComputeEngine several = new ComputeEngine(2);
        var exact = model(one, 12, DataType.FP32);
        var expected = model(one, 12, DataType.INT8);
        var actual = model(several, 12, DataType.INT8)) {
      TokenBatch together = new TokenBatch();
      for (int length : new int[] {130, 21, 5}) {
        together.add(sequence(length, length), 0);
      }
      List<float[]> ofAll = actual.evaluateSequences(together, LOGITS);
      for (int s = 0; s < together.sequences(); s++) {
        TokenBatch batch = sequence(together.length(s), together.length(s));
        float[] alone = actual.evaluateSequences(batch, LOGITS).get(0);
        assertClose("split", expected.evaluateSequences(batch, LOGITS).get(0), alone, 1e-4);
        assertClose("together", ofAll.get(s), alone, 1e-4);
        assertTrue(relativeError(exact.logits(batch), alone) < 0.03, "rounding");
      }
    }
  }

  private static double relativeError(float[] exact, float[] rounded) {
    double error = 0;
    double size = 0;
    for (int i = 0; i < exact.length; i++) {
      error += Math.pow(exact[i] - rounded[i], 2);
      size += Math.pow(exact[i], 2);
    }
    return Math.sqrt(error / size);
  }

  @Test
  void nothingIsTrainedWithIntegers() {
    try (ComputeEngine engine = new ComputeEngine(1)) {
      BertConfig config = config(4);
      assertThrows(
          IllegalArgumentException.class,
          () ->
              DataParallel.trained(
                  engine, () -> new BertForTokenClassification(config, LABELS), DataType.INT8));
    }
  }

  /** What was packed before is packed again. */
  @Test
  void newWeightsAreSeen() {
    try (ComputeEngine one = new ComputeEngine(1);
        ComputeEngine engine = new ComputeEngine(2);
        var expected = model(one, 12, DataType.FP32);
        var model = model(engine, 12, DataType.FP32)) {
      Initialization.BERT.apply(expected, 4);
      expected.parametersChanged();
      TokenBatch batch = sequence(140, 1);
      float[] first = model.evaluateSequences(batch, LOGITS).get(0);
      Initialization.BERT.apply(model, 4);
      model.parametersChanged();
      float[] second = model.evaluateSequences(batch, LOGITS).get(0);
      assertThrows(AssertionError.class, () -> assertClose("weights changed", first, second, 1e-3));
      assertClose("one thread", expected.logits(batch), second, 2e-5);
    }
  }

  /** Nobody waits for a thread that has failed, and the next sequence is computed. */
  @Test
  void afterAFailureItComputesAgain() {
    try (ComputeEngine engine = new ComputeEngine(2);
        var model = model(engine, 12, DataType.FP32)) {
      TokenBatch batch = sequence(140, 1);
      float[] expected = model.evaluateSequences(batch, LOGITS).get(0);
      TokenBatch wrong = sequence(140, 2);
      wrong.setInputId(139, VOCABULARY);
      String message =
          assertThrows(IllegalArgumentException.class, () -> model.evaluateSequences(wrong, LOGITS))
              .getMessage();
      assertEquals("token 139 has id 97", message.substring(0, 19));
      IllegalStateException thrown = new IllegalStateException("head");
      assertEquals(
          thrown,
          assertThrows(
              IllegalStateException.class,
              () ->
                  model.evaluateSequences(
                      batch,
                      (unused, pass, tokens, hidden) -> {
                        throw thrown;
                      })));
      assertArrayEquals(expected, model.evaluateSequences(batch, LOGITS).get(0));
    }
  }
}
