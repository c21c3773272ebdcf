package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
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
}
