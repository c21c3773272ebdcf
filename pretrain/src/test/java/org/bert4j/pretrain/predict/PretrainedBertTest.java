package org.bert4j.pretrain.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bert4j.common.kernel.DataType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory that two threads use at once, or that is freed twice, ends the process. */
class PretrainedBertTest {
  private static final int THREADS = 8;
  private static final ExecutorService POOL = Executors.newFixedThreadPool(THREADS);

  @TempDir static Path shared;
  private static Path model;

  @TempDir Path directory;

  @BeforeAll
  static void makeModel() throws IOException {
    model = RandomBert.in(shared, tensors -> {});
  }

  @AfterAll
  static void endThreads() {
    POOL.shutdown();
  }

  private static PretrainedBert load(Path directory) throws IOException {
    return PretrainedBert.load(directory, DataType.FP32, 2);
  }

  private static FillMask fillMask(PretrainedBert bert) {
    return new FillMask(bert.model(), bert.tokenizer());
  }

  /** Texts of all lengths, so that threads meet kernels that are compiled and memory that grows. */
  private static String text(int i) {
    return "the [MASK] left " + "the old town ".repeat(i % 12) + "at [MASK]";
  }

  @Test
  void manyThreadsGetWhatOneGets() throws Exception {
    try (PretrainedBert bert = load(model)) {
      FillMask fillMask = fillMask(bert);
      FeatureExtractor extractor = new FeatureExtractor(bert, List.of(-1), RandomBert.POSITIONS);
      List<Callable<Boolean>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String text = text(i);
        List<List<MaskPrediction>> filled = fillMask.predict(text, 3);
        String states = bert.lastHiddenState(text).toString();
        String features = values(extractor, text);
        calls.add(() -> filled.equals(fillMask.predict(text, 3)));
        calls.add(() -> states.equals(bert.lastHiddenState(text).toString()));
        calls.add(() -> features.equals(values(extractor, text)));
      }
      for (Future<Boolean> same : POOL.invokeAll(calls)) {
        assertTrue(same.get());
      }
    }
  }

  private static String values(FeatureExtractor extractor, String text) {
    StringBuilder values = new StringBuilder();
    extractor
        .extract(List.of(text))
        .get(0)
        .forEach(token -> values.append(List.of(token.layers().get(0).values()[0])));
    return values.toString();
  }

  @Test
  void closingTwiceIsClosingOnceAndNothingIsComputedAfterwards() throws IOException {
    PretrainedBert bert = load(model);
    FillMask fillMask = fillMask(bert);
    FeatureExtractor extractor = new FeatureExtractor(bert, List.of(0), RandomBert.POSITIONS);
    fillMask.predict(text(1), 1);
    bert.close();
    bert.close();
    assertClosed(() -> fillMask.predict(text(1), 1));
    assertClosed(() -> bert.lastHiddenState("a"));
    assertClosed(() -> extractor.extract(List.of("a")));
    assertClosed(() -> bert.model().compute(opened -> 1));
  }

  private static void assertClosed(Callable<?> call) {
    assertEquals(
        "the model is closed", assertThrows(IllegalStateException.class, call::call).getMessage());
  }

  @Test
  void closingWaitsForWhoeverComputes() throws Exception {
    PretrainedBert bert = load(model);
    FillMask fillMask = fillMask(bert);
    CountDownLatch computing = new CountDownLatch(THREADS);
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < THREADS; t++) {
      all.add(POOL.submit(() -> untilClosed(fillMask, computing)));
    }
    computing.await();
    bert.close();
    bert.close();
    for (Future<?> each : all) {
      Throwable end = assertThrows(ExecutionException.class, each::get).getCause();
      assertEquals("the model is closed", assertInstanceOf(Exception.class, end).getMessage());
    }
  }

  private static void untilClosed(FillMask fillMask, CountDownLatch computing) {
    for (int i = 0; ; i++) {
      fillMask.predict(text(i), 1);
      computing.countDown();
    }
  }

  /** It would wait for itself. */
  @Test
  void aCallDoesNotCloseItsModel() throws IOException {
    try (PretrainedBert bert = load(model)) {
      String message =
          assertThrows(
                  IllegalStateException.class, () -> bert.model().whileOpen(() -> closed(bert)))
              .getMessage();
      assertTrue(message.contains("in use by this call"), message);
      assertEquals(1, fillMask(bert).predict("[MASK]", 1).size());
    }
  }

  private static PretrainedBert closed(PretrainedBert bert) {
    bert.close();
    return bert;
  }

  @Test
  void aModelWithoutMaskedLmHeadFillsNothing() throws IOException {
    Path headless =
        RandomBert.in(
            directory,
            tensors -> tensors.keySet().removeIf(name -> name.startsWith("cls.predictions.")));
    try (PretrainedBert bert = load(headless)) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> fillMask(bert)).getMessage();
      assertTrue(message.startsWith("the model has no Masked LM head: cls."), message);
      assertEquals(16, bert.lastHiddenState("a").columns());
    }
  }

  /** Finite weights whose products are not: there is no answer rather than NaN. */
  @Test
  void whatIsNoNumberIsNoPrediction() throws IOException {
    Path large =
        RandomBert.in(
            directory,
            tensors -> {
              RandomBert.put(tensors, "bert.embeddings.LayerNorm.bias", 3e38f);
              RandomBert.put(tensors, "bert.encoder.layer.0.output.LayerNorm.weight", 3e38f);
            });
    try (PretrainedBert bert = load(large)) {
      FillMask fillMask = fillMask(bert);
      assertNotFinite(() -> fillMask.predict("[MASK]", 1));
      FeatureExtractor extractor = new FeatureExtractor(bert, List.of(-1), 8);
      assertNotFinite(() -> extractor.extract(List.of("a")));
    }
  }

  private static void assertNotFinite(Callable<?> call) {
    String message = assertThrows(IllegalArgumentException.class, call::call).getMessage();
    assertTrue(message.contains("expected finite numbers"), message);
  }
}
