package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.bert4j.common.Closeness.relativeL2;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.FiniteDifferences;
import org.bert4j.common.layer.FirstValues;
import org.bert4j.common.train.AdamW;
import org.bert4j.common.train.GradientNorm;
import org.bert4j.common.train.OptimizerSettings;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every head over tokens or sequences must pass. */
abstract class HeadContract<B extends Batch<B>> {
  static final int VOCABULARY = 97;
  private static final int[] LENGTHS = {31, 5, 13, 13, 7};

  abstract TrainableBert<B> model(BertConfig config);

  /** Labels the sequence that was added last. */
  abstract void label(B batch, int sequence);

  /** What an untrained model's loss is above. */
  double untrainedLoss() {
    return 1;
  }

  /** What the loss of a batch that was learned by heart is below. */
  double learnedLoss() {
    return 0.02;
  }

  static BertConfig config(double dropout) {
    return new BertConfig(
        VOCABULARY,
        32,
        2,
        4,
        64,
        Activation.GELU,
        dropout,
        dropout,
        64,
        2,
        0.1,
        1e-12,
        0,
        false,
        null);
  }

  private DataParallel<TrainableBert<B>, B> initialized(
      ComputeEngine engine, double dropout, DataType type) {
    DataParallel<TrainableBert<B>, B> model =
        DataParallel.trained(engine, () -> model(config(dropout)), type);
    Initialization.BERT.apply(model, 3);
    return model;
  }

  /** A ragged batch of some sequences. */
  B batch(int sequences) {
    B batch = model(config(0)).emptyBatch();
    for (int s = 0; s < sequences; s++) {
      int[] ids = new int[LENGTHS[s]];
      int[] types = new int[LENGTHS[s]];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (i * 31 + s * 17) % VOCABULARY;
        types[i] = i * 2 / ids.length;
      }
      batch.sequences().add(ids, types, 0, ids.length);
      label(batch, s);
    }
    return batch;
  }

  private MicroStep step(B batch, boolean accumulate) {
    return new MicroStep(batch.targets(), 5, accumulate, true);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8})
  void gradientsAreThoseOfOneThread(int threads) {
    for (int sequences : new int[] {LENGTHS.length, 1}) {
      try (ComputeEngine one = new ComputeEngine(1);
          ComputeEngine several = new ComputeEngine(threads);
          DataParallel<TrainableBert<B>, B> expected = initialized(one, 0.2, DataType.FP32);
          DataParallel<TrainableBert<B>, B> actual = initialized(several, 0.2, DataType.FP32)) {
        B batch = batch(sequences);
        for (boolean accumulate : new boolean[] {false, true}) {
          Losses wanted = expected.forwardBackward(batch, step(batch, accumulate));
          Losses losses = actual.forwardBackward(batch, step(batch, accumulate));
          assertEquals(wanted.loss(), losses.loss(), 1e-5);
          for (String name : expected.parameters().named().keySet()) {
            assertClose(
                name,
                expected.parameters().gradient(name),
                actual.parameters().gradient(name),
                3e-6);
          }
        }
        assertEquals(expected.evaluate(batch).loss(), actual.evaluate(batch).loss(), 1e-5);
        assertSameOutputs(batch.sequences(), expected, actual);
      }
    }
  }

  /** Compares what the model's head computes for the sequences. */
  void assertSameOutputs(
      TokenBatch sequences, DataParallel<?, ?> expected, DataParallel<?, ?> actual) {
    assertClose("logits", expected.logits(sequences), actual.logits(sequences), 1e-5);
  }

  @Test
  void microBatchesAddUpToTheBatch() {
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<TrainableBert<B>, B> whole = initialized(engine, 0, DataType.FP32);
        DataParallel<TrainableBert<B>, B> parts = initialized(engine, 0, DataType.FP32)) {
      B batch = batch(LENGTHS.length);
      Losses expected = whole.forwardBackward(batch, step(batch, false));
      Losses sum = Losses.NONE;
      for (int s = 0; s < LENGTHS.length; s++) {
        B part = batch.empty();
        part.add(batch, s);
        MicroStep step = new MicroStep(batch.targets(), 5, s > 0, false);
        sum = sum.plus(parts.forwardBackward(part, step));
      }
      assertEquals(expected.loss(), sum.loss(), 1e-5);
      assertEquals(expected.tokens(), sum.tokens());
      for (String name : whole.parameters().named().keySet()) {
        float[] gradient = whole.parameters().gradient(name);
        assertClose(name, gradient, parts.parameters().gradient(name), 3e-6);
      }
    }
  }

  /** With dropout: the masks of a seed are always the same. */
  @Test
  void gradientsAreFiniteDifferences() {
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena();
        DataParallel<TrainableBert<B>, B> model = initialized(engine, 0.2, DataType.FP32)) {
      B batch = batch(3);
      Tensor loss = arena.vector(1);
      FiniteDifferences differences =
          new FiniteDifferences(
              () -> {
                model.parametersChanged();
                double value = model.forwardBackward(batch, step(batch, false)).loss();
                new Transfer().write(loss, 0, new float[] {(float) value}, 1);
                return loss;
              },
              new double[] {1});
      model.forwardBackward(batch, step(batch, false));
      for (String name : model.parameters().named().keySet()) {
        float[] gradient = model.parameters().gradient(name);
        if (model.parameters().get(name).firstValues() == FirstValues.SINUSOIDS) {
          assertArrayEquals(new float[gradient.length], gradient, name);
          continue; // it stays
        }
        differences.check(name, model.parameters().get(name).value(), gradient);
        model.parametersChanged();
        model.forwardBackward(batch, step(batch, false));
      }
    }
  }

  /** But for what a thread does for another for the first time. */
  @Test
  void noShapeIsCompiledTwiceAndNoMemoryTakenTwice() {
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<TrainableBert<B>, B> model = initialized(engine, 0.1, DataType.FP32)) {
      for (int i = 0; i < 2; i++) {
        model.forwardBackward(batch(3), step(batch(3), false));
        model.forwardBackward(batch(5), step(batch(5), false));
      }
      int primitives = model.primitives();
      long offHeap = Pointer.totalBytes();
      model.forwardBackward(batch(3), step(batch(3), false));
      model.forwardBackward(batch(5), step(batch(5), false));
      assertEquals(primitives, model.primitives());
      long allocated = Pointer.totalBytes() - offHeap;
      assertTrue(allocated <= 0, allocated + " bytes of off-heap memory were allocated");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FP32", "BF16"})
  void oneBatchIsLearnedByHeart(DataType type) {
    assumeSupported(type);
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<TrainableBert<B>, B> model = initialized(engine, 0, type);
        AdamW adam = new AdamW(engine, model.parameters(), OptimizerSettings.BERT)) {
      GradientNorm norm = new GradientNorm(engine, model.parameters());
      B batch = batch(LENGTHS.length);
      assertTrue(model.evaluate(batch).loss() > untrainedLoss());
      for (int i = 0; i < 150; i++) {
        model.forwardBackward(batch, step(batch, false));
        adam.step(3e-3, norm.compute());
      }
      double loss = model.evaluate(batch).loss();
      assertTrue(loss < learnedLoss(), "loss " + loss);
    }
  }

  /**
   * As {@code HalfPrecisionTest} derives it: 9 roundings a layer, 2 in the head, forth and back.
   */
  @Test
  void halfPrecisionIsSinglePrecisionButForRounding() {
    assumeSupported(DataType.BF16);
    try (ComputeEngine engine = new ComputeEngine(2);
        DataParallel<TrainableBert<B>, B> single = initialized(engine, 0.1, DataType.FP32);
        DataParallel<TrainableBert<B>, B> half = initialized(engine, 0.1, DataType.BF16)) {
      B batch = batch(LENGTHS.length);
      double bound = 2 * 0x1p-9 * Math.sqrt(2 * (2 + 9 * layers()));
      double loss = single.forwardBackward(batch, step(batch, false)).loss();
      assertEquals(loss, half.forwardBackward(batch, step(batch, false)).loss(), loss * bound);
      for (String name : single.parameters().named().keySet()) {
        float[] gradient = single.parameters().gradient(name);
        if (!isNoise(name)) {
          double error = relativeL2(gradient, half.parameters().gradient(name));
          assertTrue(error <= bound, name + ": relative L2 " + error);
        }
      }
    }
  }

  /** Layers that rounding errors go through. */
  int layers() {
    return 2;
  }

  /** Whether a parameter's gradient is zero in exact arithmetic. */
  boolean isNoise(String name) {
    return name.endsWith("key.bias");
  }

  private static void assumeSupported(DataType type) {
    assumeTrue(
        type == DataType.FP32 || DataType.fastest() == type,
        "this processor has no bf16 instructions");
  }
}
