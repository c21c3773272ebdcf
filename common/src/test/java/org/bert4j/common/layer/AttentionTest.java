package org.bert4j.common.layer;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Naive;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations.Keep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention against its formula in double precision: with masks, and to other sequences. */
class AttentionTest {
  private static final int HIDDEN = 12;
  private static final int HEADS = 3;
  private static final int SIZE = HIDDEN / HEADS;

  private static SequenceLayout layout(int... lengths) {
    TokenBatch batch = new TokenBatch();
    for (int length : lengths) {
      batch.add(new int[length], new int[length], 0, length);
    }
    SequenceLayout layout = new SequenceLayout(new RowBuckets(1));
    layout.set(batch);
    return layout;
  }

  private static Activations memory(Arena arena, SequenceLayout queries, AttentionLayout across) {
    Capacity keys = across.keys().needed(0);
    return new Activations(arena, DataType.FP32, Keep.LAST_STATE, queries.needed(0))
        .attendingTo(
            new Capacity(keys.rows(), keys.maxLength(), across.scores(), keys.sequences(), 0));
  }

  /** Equally long neighbours, sequences that go alone, and keys fewer and more than queries. */
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void followsItsFormula(boolean causal, boolean crossAttention) {
    SequenceLayout queries = layout(5, 5, 5, 5, 1, 17, 31, 16, 2, 1, 1, 1, 1, 3, 3, 3, 3);
    SequenceLayout keys =
        !crossAttention
            ? queries
            : causal
                ? layout(7, 7, 7, 7, 1, 33, 32, 16, 15, 2, 2, 2, 2, 3, 3, 3, 3)
                : layout(7, 7, 7, 7, 3, 4, 33, 16, 1, 2, 2, 2, 2, 1, 1, 1, 1);
    AttentionLayout attention = new AttentionLayout();
    attention.set(queries, keys);
    try (Arena arena = new Arena();
        ComputeEngine engine = new ComputeEngine(1)) {
      MultiHeadAttention layer =
          new MultiHeadAttention(
              HIDDEN, new MultiHeadAttention.Settings(HEADS, 0, causal, crossAttention));
      Parameters parameters = Parameters.used(layer, DataType.FP32, arena);
      int seed = 1;
      for (Map.Entry<String, Parameter> each : parameters.named().entrySet()) {
        int elements = (int) each.getValue().elements();
        parameters.write(each.getKey(), Naive.floats(Naive.random(elements, seed++)));
      }
      layer.reserve(memory(arena, queries, attention));
      Tensor x =
          Naive.tensor(arena, Naive.random(queries.rows() * HIDDEN, 20), queries.rows(), HIDDEN);
      Tensor y =
          crossAttention
              ? Naive.tensor(arena, Naive.random(keys.rows() * HIDDEN, 21), keys.rows(), HIDDEN)
              : x;
      Pass pass = Pass.evaluation(engine, queries);
      Tensor context =
          crossAttention ? layer.forward(pass, x, y, attention) : layer.forward(pass, x);
      float[] expected =
          naive(
              parameters,
              new float[][] {Transfer.toArray(x), Transfer.toArray(y)},
              attention,
              causal);
      float[] actual = Transfer.toArray(context.rows(0, queries.tokens()));
      assertClose("context", expected, actual, 3e-5);
    }
  }

  private static float[] naive(
      Parameters parameters, float[][] states, AttentionLayout attention, boolean causal) {
    double[][] q = project(parameters, "query", states[0]);
    double[][] k = project(parameters, "key", states[1]);
    double[][] v = project(parameters, "value", states[1]);
    SequenceLayout queries = attention.queries();
    float[] context = new float[queries.tokens() * HIDDEN];
    for (int s = 0; s < queries.sequences(); s++) {
      int keyCount = attention.keys().length(s);
      int unseen = keyCount - queries.length(s);
      for (int i = 0; i < queries.length(s); i++) {
        int visible = causal ? i + unseen + 1 : keyCount;
        for (int head = 0; head < HEADS; head++) {
          double[] weights = new double[visible];
          double sum = 0;
          for (int j = 0; j < visible; j++) {
            double score = 0;
            for (int d = head * SIZE; d < (head + 1) * SIZE; d++) {
              score += q[queries.start(s) + i][d] * k[attention.keys().start(s) + j][d];
            }
            weights[j] = Math.exp(score / Math.sqrt(SIZE));
            sum += weights[j];
          }
          for (int d = head * SIZE; d < (head + 1) * SIZE; d++) {
            double value = 0;
            for (int j = 0; j < visible; j++) {
              value += weights[j] / sum * v[attention.keys().start(s) + j][d];
            }
            context[(queries.start(s) + i) * HIDDEN + d] = (float) value;
          }
        }
      }
    }
    return context;
  }

  private static double[][] project(Parameters parameters, String name, float[] states) {
    float[] weight = parameters.read(name + ".weight");
    float[] bias = parameters.read(name + ".bias");
    double[][] result = new double[states.length / HIDDEN][HIDDEN];
    for (int row = 0; row < result.length; row++) {
      for (int out = 0; out < HIDDEN; out++) {
        double sum = bias[out];
        for (int in = 0; in < HIDDEN; in++) {
          sum += (double) states[row * HIDDEN + in] * weight[out * HIDDEN + in];
        }
        result[row][out] = sum;
      }
    }
    return result;
  }

  @Test
  void refusesWhatCannotGoTogether() {
    AttentionLayout attention = new AttentionLayout();
    assertEquals(
        "2 sequences attend to 1, expected as many",
        assertThrows(IllegalArgumentException.class, () -> attention.set(layout(3, 4), layout(3)))
            .getMessage());
    SequenceLayout queries = layout(5);
    attention.set(queries, layout(3));
    try (Arena arena = new Arena();
        ComputeEngine engine = new ComputeEngine(1)) {
      MultiHeadAttention layer =
          new MultiHeadAttention(HIDDEN, new MultiHeadAttention.Settings(HEADS, 0, true, true));
      Parameters.used(layer, DataType.FP32, arena);
      layer.reserve(memory(arena, queries, attention));
      Tensor x = arena.matrix(DataType.FP32, 16, HIDDEN);
      Pass pass = Pass.evaluation(engine, queries);
      assertThrows(IllegalArgumentException.class, () -> layer.forward(pass, x, x, attention));
    }
  }
}
