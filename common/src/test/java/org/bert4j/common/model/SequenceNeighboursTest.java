package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;

import java.util.Arrays;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameters;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies around a sequence, in its batch or from an earlier one, does not reach its results. */
class SequenceNeighboursTest {
  private static final int VOCABULARY = 61;
  private static final double BOUND = 2e-6;

  private static void add(TokenBatch batch, int length, int seed) {
    int[] ids = new int[length];
    Arrays.setAll(ids, i -> (i * 13 + seed * 29) % VOCABULARY);
    batch.add(ids, new int[length], 0, length);
  }

  private static TokenBatch batch(int... lengths) {
    TokenBatch batch = new TokenBatch();
    for (int i = 0; i < lengths.length; i++) {
      add(batch, lengths[i], i);
    }
    return batch;
  }

  private static float[] rows(Tensor states, int from, int count) {
    int width = states.columns();
    return Arrays.copyOfRange(Transfer.toArray(states), from * width, (from + count) * width);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 31, 33, 100})
  void statesAreThoseOfTheSequenceAlone(int length) {
    BertConfig config = BertConfig.preset("tiny", VOCABULARY);
    try (ComputeEngine engine = new ComputeEngine(1);
        Parameters parameters = new Parameters(BertParameters.encoder(config), DataType.FP32)) {
      BertParameters.initialize(parameters, config, 5);
      Lane lane = Lane.alone(engine, parameters);
      float[] alone;
      try (BertModel fresh = new BertModel(lane, config, DataType.FP32)) {
        alone = rows(fresh.evaluate(batch(length)), 0, length);
      }
      try (BertModel model = new BertModel(lane, config, DataType.FP32)) {
        model.evaluate(batch(90, 128, 77, 3)); // leaves its states behind
        TokenBatch last = new TokenBatch();
        add(last, 40, 3);
        add(last, length, 0);
        assertClose("last", alone, rows(model.evaluate(last), 40, length), BOUND);
        TokenBatch first = new TokenBatch();
        add(first, length, 0);
        add(first, 53, 4);
        assertClose("first", alone, rows(model.evaluate(first), 0, length), BOUND);
      }
    }
  }
}
