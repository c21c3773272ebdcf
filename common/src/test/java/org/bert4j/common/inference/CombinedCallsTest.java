package org.bert4j.common.inference;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.concurrent.OwnThread;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.BertForTokenClassification;
import org.bert4j.common.model.DataParallel;
import org.bert4j.common.model.Initialization;
import org.bert4j.common.model.SequenceUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CombinedCallsTest {
  private static final int VOCABULARY = 97;
  private static final int LABELS = 5;

  private final OwnThread thread = new OwnThread("test-inference");
  private final List<Integer> batches = Collections.synchronizedList(new ArrayList<>());

  /** Also notes how many sequences each batch has. */
  private final SequenceUse<BertForTokenClassification, float[]> logits =
      (model, pass, batch, hidden) -> {
        batches.add(batch.sequences());
        return model.sequenceLogits(pass, batch, hidden);
      };

  private ComputeEngine engine;
  private DataParallel<BertForTokenClassification, TokenClassificationBatch> model;
  private CombinedCalls<BertForTokenClassification, TokenClassificationBatch> calls;

  @BeforeEach
  void open() {
    thread.run(
        () -> {
          engine = new ComputeEngine(1);
          BertConfig config = BertConfig.preset("tiny", VOCABULARY);
          model =
              DataParallel.used(
                  engine, () -> new BertForTokenClassification(config, LABELS), DataType.FP32);
          Initialization.BERT.apply(model, 3);
          model.parametersChanged();
        });
    calls = new CombinedCalls<>(thread, () -> model);
  }

  @AfterEach
  void close() {
    thread.run(
        () -> {
          model.close();
          engine.close();
        });
    thread.close();
  }

  private static int[] ids(SplittableRandom random, int length) {
    return random.ints(length, 0, VOCABULARY).toArray();
  }

  private record Texts(List<int[]> ids) implements Sequences {
    @Override
    public int count() {
      return ids.size();
    }

    @Override
    public int length(int sequence) {
      return ids.get(sequence).length;
    }

    @Override
    public void addTo(TokenBatch batch, int sequence) {
      int[] added = ids.get(sequence);
      batch.add(added, new int[added.length], 0, added.length);
    }
  }

  private float[][] compute(Texts texts) {
    float[][] results = new float[texts.count()][];
    calls.compute(
        logits,
        texts,
        (i, result) -> {
          assertEquals(null, results[i], "a sequence twice");
          results[i] = result;
        });
    return results;
  }

  /** Keeps the model's thread busy until the result is counted down. */
  private CountDownLatch busy() {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    thread.start(
        () -> {
          begun.countDown();
          return waitFor(release);
        });
    waitFor(begun);
    return release;
  }

  private static boolean waitFor(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void untilWaiting(Thread asking) {
    while (asking.getState() != Thread.State.WAITING) {
      assertTrue(asking.isAlive(), "the call is over");
      Thread.onSpinWait();
    }
  }

  private static Thread start(Runnable work, AtomicReference<Throwable> failure) {
    Thread started = new Thread(work);
    started.setUncaughtExceptionHandler((unused, thrown) -> failure.compareAndSet(null, thrown));
    started.start();
    return started;
  }

  @Test
  void whatManyAskForIsWhatEachGetsAlone() throws InterruptedException {
    int seed = 7;
    SplittableRandom random = new SplittableRandom(seed);
    List<Texts> asked = new ArrayList<>();
    List<float[][]> alone = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      List<int[]> ids = new ArrayList<>();
      for (int s = random.nextInt(6); s >= 0; s--) {
        ids.add(ids(random, 1 + random.nextInt(i % 8 == 0 ? 500 : 40)));
      }
      asked.add(new Texts(ids));
      alone.add(compute(asked.get(i)));
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger next = new AtomicInteger();
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      threads.add(
          start(
              () -> {
                for (int i = next.getAndIncrement(); i < 40; i = next.getAndIncrement()) {
                  float[][] together = compute(asked.get(i));
                  for (int s = 0; s < together.length; s++) {
                    assertClose("call " + i + ", " + s, alone.get(i)[s], together[s], 1e-5);
                  }
                }
              },
              failure));
    }
    for (Thread each : threads) {
      each.join();
    }
    assertSame(null, failure.get(), "seed " + seed + ": " + failure.get());
  }

  @Test
  void callsThatWaitAreOneBatch() throws InterruptedException {
    SplittableRandom random = new SplittableRandom(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    CountDownLatch release = busy();
    List<Thread> asking = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Texts text = new Texts(List.of(ids(random, 3 + i)));
      asking.add(start(() -> compute(text), failure));
      untilWaiting(asking.get(i));
    }
    release.countDown();
    for (Thread each : asking) {
      each.join();
    }
    assertSame(null, failure.get());
    assertEquals(List.of(5), batches);
  }

  /** The others get their results; whose fault it is gets the message. */
  @Test
  void aCallThatFailsFailsAlone() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Throwable> other = new AtomicReference<>();
    CountDownLatch release = busy();
    Thread wrong = start(() -> compute(new Texts(List.of(new int[] {1, VOCABULARY}))), failure);
    untilWaiting(wrong);
    AtomicReference<float[][]> result = new AtomicReference<>();
    Thread right = start(() -> result.set(compute(new Texts(List.of(new int[] {1, 2, 3})))), other);
    untilWaiting(right);
    release.countDown();
    wrong.join();
    right.join();
    assertEquals(IllegalArgumentException.class, failure.get().getClass());
    assertSame(null, other.get());
    assertEquals(3 * LABELS, result.get()[0].length);
  }

  @Test
  void aReceiverThatFailsStopsItsCallOnly() {
    IllegalStateException thrown = new IllegalStateException("full");
    Texts two = new Texts(List.of(new int[] {1, 2}, new int[] {3}));
    assertSame(
        thrown,
        assertThrows(
            IllegalStateException.class,
            () ->
                calls.compute(
                    logits,
                    two,
                    (i, result) -> {
                      throw thrown;
                    })));
    assertEquals(LABELS, compute(two)[1].length);
  }

  /** A short call is answered while a long one that came before is in progress. */
  @Test
  void aLongCallLetsOthersIn() throws InterruptedException {
    assertLetsIn(logits);
  }

  /** Calls for different things take turns, however long one of them is. */
  @Test
  void callsForOtherThingsHaveTheirTurn() throws InterruptedException {
    assertLetsIn(
        (unused, pass, batch, hidden) ->
            IntStream.range(0, batch.sequences()).mapToObj(batch::length).toList());
  }

  private <T> void assertLetsIn(SequenceUse<BertForTokenClassification, T> use)
      throws InterruptedException {
    SplittableRandom random = new SplittableRandom(2);
    Texts many = new Texts(Stream.generate(() -> ids(random, 128)).limit(120).toList());
    Texts one = new Texts(List.of(new int[] {1, 2}));
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicInteger received = new AtomicInteger();
    AtomicInteger before = new AtomicInteger(many.count());
    CountDownLatch release = busy();
    Thread longCall =
        start(
            () -> calls.compute(logits, many, (unused, result) -> received.incrementAndGet()),
            failure);
    untilWaiting(longCall);
    Thread shortCall =
        start(
            () -> calls.compute(use, one, (unused, result) -> before.set(received.get())), failure);
    untilWaiting(shortCall);
    release.countDown();
    shortCall.join();
    longCall.join();
    assertSame(null, failure.get());
    assertEquals(many.count(), received.get());
    assertTrue(before.get() < many.count() / 2, before + " sequences before the short call's");
  }

  @Test
  void anInterruptedCallIsNotBegun() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> stillInterrupted = new AtomicReference<>();
    CountDownLatch release = busy();
    Thread asking =
        start(
            () -> {
              try {
                compute(new Texts(List.of(new int[] {1, 2})));
              } finally {
                stillInterrupted.set(Thread.currentThread().isInterrupted());
              }
            },
            failure);
    untilWaiting(asking);
    asking.interrupt();
    asking.join();
    assertEquals(CancellationException.class, failure.get().getClass());
    assertTrue(stillInterrupted.get());
    release.countDown();
    assertEquals(2 * LABELS, compute(new Texts(List.of(new int[] {1, 2})))[0].length);
    assertEquals(List.of(1), batches, "only the second was computed");
  }

  @Test
  void nothingIsAskedForNothing() {
    assertEquals(0, compute(new Texts(List.of())).length);
    assertEquals(List.of(), batches);
  }
}
