package org.bert4j.common.model;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.train.GradientNorm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of threads changes how a batch is dealt out, not what is computed. */
class DataParallelTest {
  private static final int VOCABULARY = 97;
  private static final int[] LENGTHS = {31, 5, 13, 13, 7};

  /** A ragged batch of some sequences. */
  private static PretrainingBatch batch(int sequences) {
    PretrainingBatch batch = new PretrainingBatch();
    for (int s = 0; s < sequences; s++) {
      int[] ids = new int[LENGTHS[s]];
      int[] types = new int[LENGTHS[s]];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = (i * 31 + s * 17) % VOCABULARY;
        types[i] = i * 2 / ids.length;
      }
      int start = batch.sequences().tokens();
      batch.sequences().add(ids, types, 0, ids.length);
      batch.addNextSentenceLabel(s % 2);
      for (int i = s % 2; i < ids.length && s != 1; i += 4) {
        batch.addMasked(start + i, (ids[i] + 1) % VOCABULARY);
      }
    }
    return batch;
  }

  private static DataParallel<BertForPreTraining, PretrainingBatch> model(ComputeEngine engine) {
    BertConfig config = BertConfig.preset("tiny", VOCABULARY);
    DataParallel<BertForPreTraining, PretrainingBatch> model =
        DataParallel.trained(engine, () -> new BertForPreTraining(config), DataType.FP32);
    Initialization.BERT.apply(model, 3);
    return model;
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8})
  void gradientsAreThoseOfOneThread(int threads) {
    for (int sequences : new int[] {LENGTHS.length, 1}) {
      try (ComputeEngine one = new ComputeEngine(1);
          ComputeEngine several = new ComputeEngine(threads);
          var expected = model(one);
          var actual = model(several)) {
        GradientNorm expectedNorm = new GradientNorm(one, expected.parameters());
        GradientNorm actualNorm = new GradientNorm(several, actual.parameters());
        PretrainingBatch batch = batch(sequences);
        for (boolean accumulate : new boolean[] {false, true}) {
          MicroStep step = new MicroStep(batch.targets(), 5, accumulate, true);
          Losses wanted = expected.forwardBackward(batch, step);
          Losses losses = actual.forwardBackward(batch, step);
          assertEquals(wanted.loss(), losses.loss(), 1e-5);
          assertEquals(
              wanted.of(BertForPreTraining.MLM).correct(),
              losses.of(BertForPreTraining.MLM).correct());
          assertEquals(
              wanted.of(BertForPreTraining.NSP).correct(),
              losses.of(BertForPreTraining.NSP).correct());
          for (String name : expected.parameters().named().keySet()) {
            assertClose(
                name,
                expected.parameters().gradient(name),
                actual.parameters().gradient(name),
                2e-6);
          }
          assertEquals(expectedNorm.compute(), actualNorm.compute(), 1e-5);
        }
        assertEquals(expected.evaluate(batch).loss(), actual.evaluate(batch).loss(), 1e-5);
      }
    }
  }

  /** The replica of the short sequence is through first and does what the other has left. */
  @Test
  void gradientsDoNotDependOnWhichThreadIsFree() {
    try (ComputeEngine engine = new ComputeEngine(2);
        var model = model(engine)) {
      PretrainingBatch batch = batch(2);
      MicroStep step = new MicroStep(batch.targets(), 5, false, false);
      model.forwardBackward(batch, step);
      List<float[]> expected = gradients(model);
      for (int repetition = 0; repetition < 20; repetition++) {
        model.forwardBackward(batch, step);
        List<float[]> actual = gradients(model);
        for (int i = 0; i < expected.size(); i++) {
          assertArrayEquals(expected.get(i), actual.get(i));
        }
      }
    }
  }

  private static List<float[]> gradients(DataParallel<?, ?> model) {
    return model.parameters().named().keySet().stream()
        .map(name -> model.parameters().gradient(name))
        .toList();
  }

  /** Whichever of them is free: a thread may do for another what it never did before. */
  @Test
  void noShapeIsCompiledTwice() {
    try (ComputeEngine engine = new ComputeEngine(2);
        var model = model(engine)) {
      trainOnce(model);
      int primitives = model.primitives();
      for (int i = 0; i < 20; i++) {
        trainOnce(model);
      }
      assertEquals(primitives, model.primitives());
    }
  }

  private static void trainOnce(DataParallel<BertForPreTraining, PretrainingBatch> model) {
    for (int sequences : new int[] {1, 2, 3, 5}) {
      PretrainingBatch batch = batch(sequences);
      for (boolean accumulate : new boolean[] {false, true}) {
        model.forwardBackward(batch, new MicroStep(batch.targets(), 9, accumulate, false));
      }
    }
  }

  @Test
  void replicasDivideTheThreads() {
    int[] expected = {1, 2, 3, 4, 1, 3, 1, 4};
    for (int threads = 1; threads <= expected.length; threads++) {
      assertEquals(expected[threads - 1], DataParallel.replicas(threads));
    }
  }
}
