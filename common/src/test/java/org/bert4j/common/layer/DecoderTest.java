package org.bert4j.common.layer;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import org.bert4j.common.Golden;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Naive;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.DecoderLayer.Attended;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Decoder layers against PyTorch's, against finite differences, and against themselves. */
class DecoderTest {
  private static final int[] TARGETS = {1, 5, 5, 5, 5, 13, 2};
  private static final int[] SOURCES = {17, 4, 4, 4, 4, 1, 31};
  private static final double RATE = 0.3;

  private final ComputeEngine engine = new ComputeEngine(2);
  private final Arena arena = new Arena();
  private final DropoutMasks masks = new DropoutMasks(arena, (float) RATE, 32, 1_000_000);

  @AfterEach
  void close() {
    arena.close();
    engine.close();
  }

  /** Sequences of both sides with memory for them. */
  private final class Sides {
    final SequenceLayout targets;
    final SequenceLayout sources;
    final AttentionLayout across = new AttentionLayout();
    final Activations memory;

    Sides(int[] targetLengths, int[] sourceLengths, Keep keep) {
      targets = layout(targetLengths);
      sources = layout(sourceLengths);
      across.set(targets, sources);
      Capacity own = targets.needed(0);
      Capacity.Decoded decoded =
          new Capacity.Decoded(
              own.rows(),
              Math.max(own.maxLength(), 32),
              Math.max(own.scores(), own.rows() * 32L),
              across.scores());
      memory =
          new Activations(arena, DataType.FP32, keep, sources.needed(0).withDecoded(decoded))
              .ofDecoder();
    }

    Pass pass(boolean dropout) {
      masks.start(11);
      DropoutMasks drawn = dropout ? masks : null;
      return new Pass(engine, targets, drawn, drawn, false, null);
    }
  }

  private static SequenceLayout layout(int... lengths) {
    TokenBatch batch = new TokenBatch();
    for (int length : lengths) {
      batch.add(new int[length], new int[length], 0, length);
    }
    SequenceLayout layout = new SequenceLayout(new RowBuckets(1));
    layout.set(batch);
    return layout;
  }

  private static TransformerLayer.Settings settings(int hidden, int inner, double rate) {
    return new TransformerLayer.Settings(hidden, inner, 3, Function.GELU, 1e-5, rate, rate);
  }

  private BackwardScratch scratch(Activations memory, int hidden, int inner) {
    return BackwardScratch.reserve(memory, new BackwardScratch.Sizes(hidden, inner, 3));
  }

  private Tensor rows(float[] values, SequenceLayout layout, int columns) {
    Tensor rows = arena.matrix(DataType.FP32, layout.rows(), columns);
    new Transfer().write(rows, 0, values, values.length);
    return rows;
  }

  private Tensor random(SequenceLayout layout, int columns, long seed) {
    return rows(Naive.floats(Naive.random(layout.tokens() * columns, seed)), layout, columns);
  }

  private void randomize(Layer layer, Parameters parameters) {
    int seed = 7;
    for (Map.Entry<String, Parameter> each : parameters.named().entrySet()) {
      float[] values = Naive.floats(Naive.random((int) each.getValue().elements(), seed++));
      for (int i = 0; i < values.length; i++) {
        values[i] *= 0.3f;
      }
      parameters.write(each.getKey(), values);
    }
  }

  /** Two layers, with padding on both sides where PyTorch needs it. */
  @Test
  void equalsPyTorch() {
    Map<String, Golden.Tensor> golden = Golden.tensors("decoder/decoder.safetensors");
    Sides sides =
        new Sides(
            golden.get("target_lengths").ints(),
            golden.get("source_lengths").ints(),
            Keep.FOR_BACKWARD);
    Decoder decoder = new Decoder(2, settings(12, 20, 0), true);
    Parameters parameters = Parameters.trained(decoder, DataType.FP32, arena);
    for (String name : parameters.named().keySet()) {
      parameters.write(name, golden.get("weight." + name).values());
    }
    decoder.reserve(sides.memory);
    Pass pass = sides.pass(false);
    Tensor x = rows(golden.get("x").values(), sides.targets, 12);
    Attended attended =
        new Attended(rows(golden.get("states").values(), sides.sources, 12), sides.across);
    Tensor y = decoder.forward(pass, x, attended);
    assertClose("y", golden.get("y").values(), used(y, sides.targets), 2e-5);

    Tensor dy = rows(golden.get("weights").values(), sides.targets, 12);
    Tensor dStates = random(sides.sources, 12, 99); // to be overwritten
    decoder.backward(pass, dy, attended, dStates, scratch(sides.memory, 12, 20));
    assertClose("dx", golden.get("gradient.x").values(), used(dy, sides.targets), 1e-4);
    assertClose(
        "dStates", golden.get("gradient.states").values(), used(dStates, sides.sources), 1e-4);
    for (String name : parameters.named().keySet()) {
      assertClose(name, golden.get("gradient." + name).values(), parameters.gradient(name), 2e-4);
    }
  }

  private static float[] used(Tensor tensor, SequenceLayout layout) {
    return Transfer.toArray(tensor.rows(0, layout.tokens()));
  }

  /** At odd sizes, with the same dropout masks in every run. */
  @Test
  void gradientsAreFiniteDifferences() {
    Sides sides = new Sides(TARGETS, SOURCES, Keep.FOR_BACKWARD);
    DecoderLayer layer = new DecoderLayer(settings(15, 7, RATE), true);
    Parameters parameters = Parameters.trained(layer, DataType.FP32, arena);
    randomize(layer, parameters);
    layer.reserve(sides.memory);
    Tensor x = random(sides.targets, 15, 1);
    Tensor states = random(sides.sources, 15, 2);
    Attended attended = new Attended(states, sides.across);
    double[] weights = Naive.random(sides.targets.tokens() * 15, 5);
    Tensor dy = rows(Naive.floats(weights), sides.targets, 15);
    Tensor dStates = arena.matrix(DataType.FP32, sides.sources.rows(), 15);
    Supplier<Tensor> forward = () -> layer.forward(sides.pass(true), x, attended);
    forward.get();
    layer.backward(sides.pass(true), dy, attended, dStates, scratch(sides.memory, 15, 7));
    FiniteDifferences differences = new FiniteDifferences(forward, weights);
    differences.check("x", x, Transfer.toArray(dy));
    differences.check("states", states, Transfer.toArray(dStates));
    parameters
        .named()
        .forEach((name, each) -> differences.check(name, each.value(), parameters.gradient(name)));
  }

  /** To the bit: another token, and all after it, change no result before it. */
  @Test
  void laterTokensChangeNothingEarlier() {
    Sides sides = new Sides(new int[] {13, 29}, new int[] {5, 18}, Keep.LAST_STATE);
    Decoder decoder = new Decoder(3, settings(15, 7, 0), true);
    randomize(decoder, Parameters.used(decoder, DataType.FP32, arena));
    decoder.reserve(sides.memory);
    Attended attended = new Attended(random(sides.sources, 15, 2), sides.across);
    Tensor x = random(sides.targets, 15, 1);
    float[] before = used(decoder.forward(sides.pass(false), x, attended), sides.targets);
    float[] values = Transfer.toArray(x);
    for (int token : new int[] {41, 17, 12, 5}) { // 13 and later are of the second sequence
      float[] changed = values.clone();
      int end = (token < 13 ? 13 : 42) * 15;
      for (int i = token * 15; i < end; i++) {
        changed[i] = 3 - changed[i];
      }
      new Transfer().write(x, 0, changed, changed.length);
      float[] after = used(decoder.forward(sides.pass(false), x, attended), sides.targets);
      int sequence = token < 13 ? 0 : 13;
      assertArrayEquals(
          Arrays.copyOfRange(before, sequence * 15, token * 15),
          Arrays.copyOfRange(after, sequence * 15, token * 15));
      assertFalse(
          Arrays.equals(
              Arrays.copyOfRange(before, token * 15, (token + 1) * 15),
              Arrays.copyOfRange(after, token * 15, (token + 1) * 15)));
    }
  }

  /** Token by token through the cache, beyond a multiple of its rounding, as all at once. */
  @Test
  void theCacheComputesTheSame() {
    int[] lengths = {19, 19, 19};
    Sides sides = new Sides(lengths, new int[] {5, 18, 5}, Keep.LAST_STATE);
    Decoder decoder = new Decoder(2, settings(15, 7, 0), true);
    randomize(decoder, Parameters.used(decoder, DataType.FP32, arena));
    decoder.reserve(sides.memory);
    Tensor x = random(sides.targets, 15, 1);
    float[] values = Transfer.toArray(x);
    Tensor states = random(sides.sources, 15, 2);
    float[] expected =
        used(
            decoder.forward(sides.pass(false), x, new Attended(states, sides.across)),
            sides.targets);
    SequenceLayout next = layout(1, 1, 1);
    AttentionLayout across = new AttentionLayout();
    across.set(next, sides.sources);
    Pass pass = Pass.evaluation(engine, next);
    try (DecoderCache cache =
        new DecoderCache(new DecoderCache.Size(next.rows(), 19), 2, 15, DataType.FP32)) {
      decoder.keepKeys(Pass.evaluation(engine, sides.sources), states);
      for (int i = 0; i < 19; i++) {
        assertEquals(i, cache.length());
        if (i == 9) {
          cache.reorder(engine, new int[] {0, 1, 2}); // the same
          cache.reorder(engine, new int[] {1, 2, 0});
          cache.reorder(engine, new int[] {2, 0, 1}); // and back
        }
        float[] token = new float[3 * 15];
        for (int s = 0; s < 3; s++) {
          System.arraycopy(values, (19 * s + i) * 15, token, s * 15, 15);
        }
        float[] y = used(decoder.next(pass, rows(token, next, 15), cache, across), next);
        for (int s = 0; s < 3; s++) {
          int from = (19 * s + i) * 15;
          assertClose(
              "token " + i + " of " + s,
              Arrays.copyOfRange(expected, from, from + 15),
              Arrays.copyOfRange(y, s * 15, (s + 1) * 15),
              1e-5);
        }
      }
    }
  }
}
