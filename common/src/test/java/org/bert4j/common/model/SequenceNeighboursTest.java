package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;

import java.util.Arrays;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Transfer;
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

  private static DataParallel<BertForPreTraining, PretrainingBatch> model(
      ComputeEngine engine, BertConfig config) {
    DataParallel<BertForPreTraining, PretrainingBatch> model =
        DataParallel.used(engine, () -> new BertForPreTraining(config), DataType.FP32);
    Initialization.BERT.apply(model, 5);
    return model;
  }

  /** Some of a batch's last hidden states. */
  private static float[] rows(
      DataParallel<BertForPreTraining, PretrainingBatch> model,
      TokenBatch batch,
      int from,
      int count) {
    return model.evaluate(
        batch, 0, (bert, pass, hidden) -> Transfer.toArray(hidden.rows(from, count)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 15, 16, 17, 31, 33, 100})
  void statesAreThoseOfTheSequenceAlone(int length) {
    BertConfig config = BertConfig.preset("tiny", VOCABULARY);
    try (ComputeEngine engine = new ComputeEngine(1);
        var fresh = model(engine, config);
        var model = model(engine, config)) {
      float[] alone = rows(fresh, batch(length), 0, length);
      rows(model, batch(90, 128, 77, 3), 0, 1); // leaves its states behind
      TokenBatch last = new TokenBatch();
      add(last, 40, 3);
      add(last, length, 0);
      assertClose("last", alone, rows(model, last, 40, length), BOUND);
      TokenBatch first = new TokenBatch();
      add(first, length, 0);
      add(first, 53, 4);
      assertClose("first", alone, rows(model, first, 0, length), BOUND);
    }
  }
}
