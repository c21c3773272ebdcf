package org.bert4j.common.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the first parameters make a model do. */
class InitializationTest {
  private static final int LENGTH = 60;
  private static final int REACH = 4;
  private static final int VOCABULARY = 500;
  private static final int[] OFFSETS = {-1, 1, -2, 2};

  private static BertConfig config(int hidden, int heads, boolean sinusoidal) {
    return new BertConfig(
        VOCABULARY,
        hidden,
        2,
        heads,
        64,
        Activation.GELU,
        0.1,
        0.1,
        64,
        2,
        0.02,
        1e-12,
        0,
        sinusoidal,
        null);
  }

  @ParameterizedTest
  @CsvSource({"128, 2, false", "256, 4, false", "192, 6, false", "66, 3, false", "128, 2, true"})
  void theFirstHeadsAttendToTheNeighbours(int hidden, int heads, boolean sinusoidal) {
    BertConfig config = config(hidden, heads, sinusoidal);
    try (ComputeEngine engine = new ComputeEngine(1);
        DataParallel<BertForPreTraining, PretrainingBatch> model =
            model(engine, Initialization.NEIGHBOURS, config)) {
      Attentions found = Attentions.ofLayer0(model, tokens());
      float[] attention = found.probabilities();
      int bucket = found.bucket();
      for (int head = 0; head < heads; head++) {
        int offset = head < OFFSETS.length ? OFFSETS[head] : 0;
        double near = 0;
        double towards = 0;
        for (int token = REACH; token < LENGTH - REACH; token++) {
          int row = (head * bucket + token) * bucket + token;
          for (int distance = -REACH; distance <= REACH; distance++) {
            near += attention[row + distance] / (LENGTH - 2 * REACH);
            towards += attention[row + distance] * Integer.signum(distance * offset);
          }
        }
        if (offset == 0) {
          assertTrue(near < 0.2, "head " + head + " is set, too: " + near);
        } else {
          assertTrue(near > 0.8, "head " + head + ": " + near);
          assertTrue(towards > 0.2 * (LENGTH - 2 * REACH), "head " + head + ": " + towards);
        }
      }
    }
  }

  private static TokenBatch tokens() {
    RandomStream random = RandomStream.of(1, 0, 0, Purpose.BENCHMARK);
    int[] ids = new int[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      ids[i] = random.nextInt(VOCABULARY);
    }
    TokenBatch batch = new TokenBatch();
    batch.add(ids, new int[LENGTH], 0, LENGTH);
    return batch;
  }

  @Test
  void allElseIsDrawnAsInBert() {
    BertConfig config = config(128, 2, false);
    try (ComputeEngine engine = new ComputeEngine(1);
        var bert = model(engine, Initialization.BERT, config);
        var neighbours = model(engine, Initialization.NEIGHBOURS, config)) {
      int changed = 0;
      for (String name : bert.parameters().named().keySet()) {
        float[] expected = bert.parameters().read(name);
        float[] actual = neighbours.parameters().read(name);
        if (name.matches(".*(position_embeddings|query|key).weight")) {
          changed++;
          assertTrue(deviation(actual) < 0.3, name + " " + deviation(actual));
        } else {
          assertArrayEquals(expected, actual, name);
        }
      }
      assertEquals(1 + 2 * 2, changed);
      float[] positions =
          neighbours.parameters().read("bert.embeddings.position_embeddings.weight");
      assertEquals(0.02, deviation(positions), 0.002);
    }
  }

  @Test
  void modelsTooSmallForItBeginAsBert() {
    BertConfig config = config(4, 4, false);
    try (ComputeEngine engine = new ComputeEngine(1);
        var bert = model(engine, Initialization.BERT, config);
        var neighbours = model(engine, Initialization.NEIGHBOURS, config)) {
      assertArrayEquals(
          Transfer.toArray(bert.parameters().values()),
          Transfer.toArray(neighbours.parameters().values()),
          "values");
    }
  }

  private static DataParallel<BertForPreTraining, PretrainingBatch> model(
      ComputeEngine engine, Initialization initialization, BertConfig config) {
    DataParallel<BertForPreTraining, PretrainingBatch> model =
        DataParallel.used(engine, () -> new BertForPreTraining(config), DataType.FP32);
    initialization.apply(model, 1);
    return model;
  }

  private static double deviation(float[] x) {
    double squares = 0;
    for (float each : x) {
      squares += (double) each * each;
    }
    return Math.sqrt(squares / x.length);
  }
}
