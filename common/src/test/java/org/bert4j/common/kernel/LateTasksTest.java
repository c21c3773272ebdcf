package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateTasksTest {
  private static final int TASKS = 50;

  private final LateTasks late = new LateTasks();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyTaskIsDoneOnceByTheThreadThatTakesIt(int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(threads * TASKS);
    ThreadLocal<ComputeEngine> own = new ThreadLocal<>();
    try (ComputeEngine engine = new ComputeEngine(threads)) {
      List<ComputeEngine> lanes = engine.lanes();
      late.begin(threads);
      engine
          .workers()
          .each(
              threads,
              thread -> {
                own.set(lanes.get(thread));
                for (int i = 0; i < TASKS; i++) {
                  int number = thread * TASKS + i;
                  late.add(
                      free -> {
                        assertSame(own.get(), free);
                        done.incrementAndGet(number);
                      });
                }
                late.finish(lanes.get(thread));
              });
    }
    for (int i = 0; i < done.length(); i++) {
      assertEquals(1, done.get(i), "task " + i);
    }
  }

  @Test
  void freeThreadDoesWhatABusyOneHasLeft() {
    CountDownLatch tasks = new CountDownLatch(TASKS);
    late.begin(2);
    try (Workers workers = new Workers(2)) {
      workers.each(
          2,
          thread -> {
            for (int i = 0; i < TASKS && thread == 0; i++) {
              late.add(free -> tasks.countDown());
            }
            assertTrue(thread == 1 || finished(tasks), "tasks that wait: " + tasks.getCount());
            late.finish(null);
          });
    }
  }

  private static boolean finished(CountDownLatch tasks) {
    try {
      return tasks.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void nobodyWaitsForAThreadThatFailed() {
    try (Workers workers = new Workers(2)) {
      late.begin(2);
      assertThrows(IllegalStateException.class, () -> workers.each(2, this::failInTheFirst));
      late.begin(1);
      late.finish(null); // what the failed round has left would throw here
    }
  }

  private void failInTheFirst(int thread) {
    try {
      if (thread == 0) {
        for (int i = 0; i < 3; i++) {
          late.add(LateTasksTest::fail);
        }
        throw new IllegalStateException("of the part");
      }
    } finally {
      late.finish(null);
    }
  }

  private static void fail(ComputeEngine engine) {
    throw new IllegalStateException("of a task");
  }
}
