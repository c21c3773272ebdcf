package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"1 10 3", "2 10 3", "2 9 3", "3 1 8", "4 2 1", "2 0 1"})
  void everyElementIsDoneOnce(int threads, int elements, int atOnce) {
    AtomicIntegerArray cut = new AtomicIntegerArray(elements);
    AtomicIntegerArray dealt = new AtomicIntegerArray(elements);
    try (Workers workers = new Workers(threads)) {
      workers.run(elements, (part, from, to) -> count(cut, from, to));
      workers.share(
          elements,
          atOnce,
          (part, from, to) -> {
            assertTrue(part < threads && to - from <= atOnce, part + ": " + from + " to " + to);
            count(dealt, from, to);
          });
    }
    for (int i = 0; i < elements; i++) {
      assertEquals(1, cut.get(i), "element " + i);
      assertEquals(1, dealt.get(i), "element " + i);
    }
  }

  private static void count(AtomicIntegerArray done, long from, long to) {
    for (long i = from; i < to; i++) {
      done.incrementAndGet((int) i);
    }
  }

  @Test
  void freeThreadDoesWhatTheOthersHaveNotBegun() {
    CountDownLatch others = new CountDownLatch(9);
    try (Workers workers = new Workers(2)) {
      workers.share(
          10,
          1,
          (part, from, to) -> {
            if (from > 0) {
              others.countDown();
            } else {
              assertTrue(finished(others), "elements that wait: " + others.getCount());
            }
          });
    }
  }

  private static boolean finished(CountDownLatch latch) {
    try {
      return latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failureReachesTheCaller() {
    try (Workers workers = new Workers(2)) {
      assertThrows(
          IllegalStateException.class,
          () ->
              workers.share(
                  4,
                  1,
                  (part, from, to) -> {
                    throw new IllegalStateException("element " + from);
                  }));
    }
  }

  /** Others' parts may use what the caller owns. */
  @Test
  void anInterruptedCallerWaitsToTheEnd() {
    try (Workers workers = new Workers(2)) {
      AtomicInteger done = new AtomicInteger();
      Thread.currentThread().interrupt();
      workers.each(
          2,
          i -> {
            if (i == 1) {
              LockSupport.parkNanos(20_000_000);
            }
            done.incrementAndGet();
          });
      assertEquals(2, done.get());
      assertTrue(Thread.interrupted());
    }
  }

  /** Nor does anybody wait for what is not begun. */
  @Test
  void nothingIsBegunAfterClosing() {
    Workers workers = new Workers(2);
    workers.each(2, i -> {});
    workers.close();
    assertThrows(IllegalStateException.class, () -> workers.each(2, i -> {}));
  }

  /** A thread that sleeps is woken for new work. */
  @Test
  void sleepingThreadsAreWoken() {
    try (Workers workers = new Workers(3)) {
      AtomicInteger done = new AtomicInteger();
      for (int round = 0; round < 20; round++) {
        workers.each(3, i -> done.incrementAndGet());
        LockSupport.parkNanos(round * 500_000L);
      }
      assertEquals(60, done.get());
    }
  }
}
