package org.bert4j.common.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every layer's backward pass against finite differences of its forward pass, at odd sizes. */
class LayerGradientTest {
  private static final int HIDDEN = 15;
  private static final int INTERMEDIATE = 7;
  private static final int HEADS = 3;
  private static final double EPS = 1e-12;
  private static final double RATE = 0.3;
  private static final int[] LENGTHS = {1, 5, 5, 5, 13, 2};

  private final ComputeEngine engine = new ComputeEngine(2);
  private final Arena arena = new Arena();
  private final TokenBatch batch = batch(LENGTHS);
  private final SequenceLayout layout = new SequenceLayout(new RowBuckets(1));
  private final DropoutMasks masks = new DropoutMasks(arena, (float) RATE, 16, 100_000);
  private final Activations memory;

  LayerGradientTest() {
    layout.set(batch);
    memory = new Activations(arena, DataType.FP32, Keep.FOR_BACKWARD, layout.needed(0));
  }

  /** Gives a layer parameters, which are all random, and memory. */
  private <L extends Layer> L prepared(L layer) {
    Parameters parameters = Parameters.trained(layer, DataType.FP32, arena);
    int seed = 7;
    for (Map.Entry<String, Parameter> each : parameters.named().entrySet()) {
      float[] values = Naive.floats(Naive.random((int) each.getValue().elements(), seed++));
      for (int i = 0; i < values.length; i++) {
        values[i] *= 0.3f;
      }
      parameters.write(each.getKey(), values);
    }
    layer.reserve(memory);
    return layer;
  }

  private static TokenBatch batch(int... lengths) {
    TokenBatch batch = new TokenBatch();
    for (int length : lengths) {
      int[] ids = new int[length];
      int[] types = new int[length];
      for (int i = 0; i < length; i++) {
        ids[i] = (i * 7 + length) % 31;
        types[i] = i % 2;
      }
      batch.add(ids, types, 0, length);
    }
    return batch;
  }

  @AfterEach
  void close() {
    arena.close();
    engine.close();
  }

  /** A pass whose dropout masks are the same in every run. */
  private Pass pass() {
    masks.start(11);
    return new Pass(engine, layout, masks, masks, false, null);
  }

  private Tensor states(long seed) {
    double[] values = Naive.random(layout.rows() * HIDDEN, seed);
    return Naive.tensor(arena, values, layout.rows(), HIDDEN);
  }

  private static BackwardScratch scratch(Activations memory) {
    var sizes = new BackwardScratch.Sizes(HIDDEN, INTERMEDIATE, HEADS);
    return BackwardScratch.reserve(memory, sizes);
  }

  /** Scratch memory in which the gradient of attention's result waits. */
  private BackwardScratch scratch(Tensor dContext) {
    return scratch(memory, dContext);
  }

  private BackwardScratch scratch(Activations someMemory, Tensor dContext) {
    BackwardScratch scratch = scratch(someMemory);
    engine.elementwise().copy(dContext, scratch.context().rows(0, dContext.rows()));
    return scratch;
  }

  /** Weights of the results' elements; those of spare rows are zero, as in a model. */
  private double[] weights(int columns) {
    return Naive.random(layout.tokens() * columns, 5);
  }

  private Tensor gradient(double[] weights, int columns) {
    Tensor gradient = arena.matrix(DataType.FP32, layout.rows(), columns);
    new Transfer().write(gradient, 0, Naive.floats(weights), weights.length);
    return gradient;
  }

  private static void checkParameters(
      Layer layer, Supplier<Tensor> forward, double[] weights, Runnable backward) {
    forward.get();
    backward.run();
    Map<String, float[]> gradients = new LinkedHashMap<>();
    layer
        .parameters()
        .forEach((name, each) -> gradients.put(name, Transfer.toArray(each.gradient())));
    FiniteDifferences differences = new FiniteDifferences(forward, weights);
    layer
        .parameters()
        .forEach((name, each) -> differences.check(name, each.value(), gradients.get(name)));
  }

  @Test
  void embeddings() {
    var sizes = new Embeddings.Sizes(31, 16, 2, HIDDEN);
    Embeddings layer = prepared(new Embeddings(sizes, true, EPS, RATE));
    double[] weights = weights(HIDDEN);
    engine.zero(layer.wordEmbeddings().gradient());
    checkParameters(
        layer,
        () -> layer.forward(pass(), batch),
        weights,
        () -> layer.backward(pass(), batch, gradient(weights, HIDDEN)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void selfAttention(boolean causal) {
    var settings = new MultiHeadAttention.Settings(HEADS, RATE, causal, false);
    MultiHeadAttention layer = prepared(new MultiHeadAttention(HIDDEN, settings));
    Tensor x = states(1);
    Tensor dx = arena.matrix(DataType.FP32, layout.rows(), HIDDEN);
    double[] weights = weights(HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), x);
    checkParameters(
        layer,
        forward,
        weights,
        () -> {
          layer.backward(pass(), x, scratch(gradient(weights, HIDDEN)));
          layer.dStates(pass()).into(dx);
        });
    new FiniteDifferences(forward, weights).check("states", x, Transfer.toArray(dx));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void attentionToOtherStates(boolean causal) {
    SequenceLayout others = new SequenceLayout(new RowBuckets(1));
    others.set(batch(17, 5, 5, 5, 14, 3));
    AttentionLayout attention = new AttentionLayout();
    attention.set(layout, others);
    Capacity attended = others.needed(0);
    Activations across =
        memory.attendingTo(
            new Capacity(attended.rows(), attended.maxLength(), attention.scores(), 6, 0));
    var settings = new MultiHeadAttention.Settings(HEADS, RATE, causal, true);
    MultiHeadAttention layer = prepared(new MultiHeadAttention(HIDDEN, settings));
    layer.reserve(across);
    Tensor queryStates = states(1);
    Tensor keyValueStates =
        Naive.tensor(arena, Naive.random(others.rows() * HIDDEN, 2), others.rows(), HIDDEN);
    Tensor dQuery = arena.matrix(DataType.FP32, layout.rows(), HIDDEN);
    Tensor dKeyValue = arena.matrix(DataType.FP32, others.rows(), HIDDEN);
    double[] weights = weights(HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), queryStates, keyValueStates, attention);
    checkParameters(
        layer,
        forward,
        weights,
        () -> {
          BackwardScratch scratch = scratch(across, gradient(weights, HIDDEN));
          layer.backward(pass(), queryStates, keyValueStates, scratch);
          layer.dQueryStates(pass()).into(dQuery);
          layer.dKeyValueStates(pass()).into(dKeyValue);
        });
    FiniteDifferences differences = new FiniteDifferences(forward, weights);
    differences.check("query states", queryStates, Transfer.toArray(dQuery));
    differences.check("key/value states", keyValueStates, Transfer.toArray(dKeyValue));
  }

  @Test
  void sublayerOutput() {
    SublayerOutput layer = prepared(new SublayerOutput(INTERMEDIATE, HIDDEN, EPS, RATE));
    Tensor residual = states(1);
    double[] values = Naive.random(layout.rows() * INTERMEDIATE, 2);
    Tensor x = Naive.tensor(arena, values, layout.rows(), INTERMEDIATE);
    Tensor dx = arena.matrix(DataType.FP32, layout.rows(), INTERMEDIATE);
    BackwardScratch scratch = scratch(memory);
    double[] weights = weights(HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), x, residual);
    checkParameters(
        layer,
        forward,
        weights,
        () -> layer.backward(pass(), gradient(weights, HIDDEN), scratch).into(dx));
    FiniteDifferences differences = new FiniteDifferences(forward, weights);
    differences.check("x", x, Transfer.toArray(dx));
    differences.check("residual", residual, Transfer.toArray(scratch.residual()));
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void intermediate(Function activation) {
    Intermediate layer = prepared(new Intermediate(HIDDEN, INTERMEDIATE, activation));
    Tensor x = states(1);
    Tensor dx = arena.matrix(DataType.FP32, layout.rows(), HIDDEN);
    double[] weights = weights(INTERMEDIATE);
    Supplier<Tensor> forward = () -> layer.forward(pass(), x);
    checkParameters(
        layer,
        forward,
        weights,
        () -> layer.backward(pass(), gradient(weights, INTERMEDIATE)).into(dx));
    new FiniteDifferences(forward, weights).check("x", x, Transfer.toArray(dx));
  }

  @Test
  void encoderLayer() {
    var settings =
        new TransformerLayer.Settings(HIDDEN, INTERMEDIATE, HEADS, Function.GELU, EPS, RATE, RATE);
    TransformerLayer layer = prepared(new TransformerLayer(settings));
    Tensor x = states(1);
    double[] weights = weights(HIDDEN);
    Tensor dx = gradient(weights, HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), x);
    checkParameters(layer, forward, weights, () -> layer.backward(pass(), dx, scratch(memory)));
    new FiniteDifferences(forward, weights).check("x", x, Transfer.toArray(dx));
  }
}
