package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.List;
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
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertParameters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
  private final BertConfig config = BertConfigs.of(31, HIDDEN, HEADS, INTERMEDIATE);
  private final Parameters parameters =
      new Parameters(BertParameters.encoder(config), DataType.FP32);
  private final TokenBatch batch = batch();
  private final SequenceLayout layout = new SequenceLayout(new RowBuckets(1));
  private Capacity capacity;
  private DropoutMasks masks;

  LayerGradientTest() {
    layout.set(batch);
    capacity = new Capacity(layout.rows(), layout.scores(), 13, DataType.FP32);
    float[] values = Naive.floats(Naive.random((int) parameters.values().elements(), 7));
    for (int i = 0; i < values.length; i++) {
      values[i] *= 0.3f;
    }
    new Transfer().write(parameters.values(), 0, values, values.length);
    masks = new DropoutMasks(engine, arena, (float) RATE, 16, 100_000);
  }

  private static TokenBatch batch() {
    TokenBatch batch = new TokenBatch();
    for (int length : LENGTHS) {
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
    parameters.close();
    arena.close();
    engine.close();
  }

  /** A pass whose dropout masks are the same in every run. */
  private Pass pass() {
    masks.start(11);
    return new Pass(layout, masks, masks, false, null);
  }

  private Tensor states(long seed) {
    double[] values = Naive.random(layout.rows() * HIDDEN, seed);
    return Naive.tensor(arena, values, layout.rows(), HIDDEN);
  }

  private BackwardScratch scratch() {
    var sizes = new BackwardScratch.Sizes(HIDDEN, INTERMEDIATE, HEADS);
    return BackwardScratch.allocate(arena, capacity, sizes);
  }

  /** Scratch memory in which the gradient of attention's result waits. */
  private BackwardScratch scratch(Tensor dContext) {
    BackwardScratch scratch = scratch();
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

  private void checkParameters(
      String prefix, Supplier<Tensor> forward, double[] weights, Runnable backward) {
    forward.get();
    backward.run();
    List<float[]> gradients = new ArrayList<>();
    List<Parameter> checked = new ArrayList<>();
    for (ParameterSpec spec : parameters.specs()) {
      if (spec.name().startsWith(prefix)) {
        checked.add(parameters.get(spec.name()));
        gradients.add(Transfer.toArray(parameters.get(spec.name()).gradient()));
      }
    }
    FiniteDifferences differences = new FiniteDifferences(forward, weights);
    for (int i = 0; i < checked.size(); i++) {
      differences.check(checked.get(i).name(), checked.get(i).value(), gradients.get(i));
    }
  }

  @Test
  void embeddings() {
    var settings = new Embeddings.Settings(true, EPS, RATE);
    Embeddings layer = new Embeddings(engine, parameters, "bert.embeddings", settings);
    layer.reserve(arena, capacity);
    double[] weights = weights(HIDDEN);
    engine.zero(parameters.gradients());
    checkParameters(
        "bert.embeddings",
        () -> layer.forward(pass(), batch),
        weights,
        () -> layer.backward(pass(), batch, gradient(weights, HIDDEN)));
  }

  @Test
  void selfAttention() {
    MultiHeadAttention layer = attention();
    Tensor x = states(1);
    Tensor dx = arena.matrix(DataType.FP32, layout.rows(), HIDDEN);
    double[] weights = weights(HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), x, x);
    checkParameters(
        "bert.encoder.layer.0.attention.self",
        forward,
        weights,
        () -> {
          layer.backward(pass(), x, x, scratch(gradient(weights, HIDDEN)));
          layer.dStates().into(dx);
        });
    new FiniteDifferences(forward, weights).check("states", x, Transfer.toArray(dx));
  }

  @Test
  void attentionToOtherStates() {
    MultiHeadAttention layer = attention();
    Tensor queryStates = states(1);
    Tensor keyValueStates = states(2);
    Tensor dQuery = arena.matrix(DataType.FP32, layout.rows(), HIDDEN);
    Tensor dKeyValue = arena.matrix(DataType.FP32, layout.rows(), HIDDEN);
    double[] weights = weights(HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), queryStates, keyValueStates);
    checkParameters(
        "bert.encoder.layer.0.attention.self",
        forward,
        weights,
        () -> {
          BackwardScratch scratch = scratch(gradient(weights, HIDDEN));
          layer.backward(pass(), queryStates, keyValueStates, scratch);
          layer.dQueryStates().into(dQuery);
          layer.dKeyValueStates().into(dKeyValue);
        });
    FiniteDifferences differences = new FiniteDifferences(forward, weights);
    differences.check("query states", queryStates, Transfer.toArray(dQuery));
    differences.check("key/value states", keyValueStates, Transfer.toArray(dKeyValue));
  }

  private MultiHeadAttention attention() {
    String name = "bert.encoder.layer.0.attention.self";
    var layer = new MultiHeadAttention(engine, parameters, name, HEADS, RATE);
    layer.reserve(arena, capacity);
    return layer;
  }

  @Test
  void sublayerOutput() {
    String name = "bert.encoder.layer.0.output";
    SublayerOutput layer = new SublayerOutput(engine, parameters, name, EPS, RATE);
    layer.reserve(arena, capacity);
    Tensor residual = states(1);
    double[] values = Naive.random(layout.rows() * INTERMEDIATE, 2);
    Tensor x = Naive.tensor(arena, values, layout.rows(), INTERMEDIATE);
    Tensor dx = arena.matrix(DataType.FP32, layout.rows(), INTERMEDIATE);
    BackwardScratch scratch = scratch();
    double[] weights = weights(HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), x, residual);
    checkParameters(
        name,
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
    String name = "bert.encoder.layer.0.intermediate";
    Intermediate layer = new Intermediate(engine, parameters, name, activation);
    layer.reserve(arena, capacity);
    Tensor x = states(1);
    Tensor dx = arena.matrix(DataType.FP32, layout.rows(), HIDDEN);
    double[] weights = weights(INTERMEDIATE);
    Supplier<Tensor> forward = () -> layer.forward(x);
    checkParameters(
        name,
        forward,
        weights,
        () -> layer.backward(pass(), gradient(weights, INTERMEDIATE)).into(dx));
    new FiniteDifferences(forward, weights).check("x", x, Transfer.toArray(dx));
  }

  @Test
  void encoderLayer() {
    String name = "bert.encoder.layer.0";
    var settings = new EncoderLayer.Settings(HEADS, Function.GELU, EPS, RATE, RATE);
    EncoderLayer layer = new EncoderLayer(engine, parameters, name, settings);
    layer.reserve(arena, capacity);
    Tensor x = states(1);
    double[] weights = weights(HIDDEN);
    Tensor dx = gradient(weights, HIDDEN);
    Supplier<Tensor> forward = () -> layer.forward(pass(), x);
    checkParameters(name, forward, weights, () -> layer.backward(pass(), dx, scratch()));
    new FiniteDifferences(forward, weights).check("x", x, Transfer.toArray(dx));
  }
}
