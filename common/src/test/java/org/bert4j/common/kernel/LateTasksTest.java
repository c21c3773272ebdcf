package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateTasksTest {
  private static final int TASKS = 50;

  private final LateTasks late = new LateTasks();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void everyTaskIsDoneOnceAndEveryThreadCouldHaveDoneIt(int threads) {
    try (ComputeEngine engine = new ComputeEngine(threads);
        Arena arena = new Arena()) {
      List<ComputeEngine> engines = engine.threadEngines();
      Tensor ones = arena.vector(1 + threads * TASKS);
      Transfer.fill(ones, 1);
      Tensor sums = arena.vector(threads * TASKS);
      late.begin(threads);
      engine
          .workers()
          .each(
              threads,
              thread -> {
                for (int i = thread * TASKS; i < (thread + 1) * TASKS; i++) {
                  int number = i;
                  late.add(free -> count(free, ones, sums, number));
                }
                late.finish(engines.get(thread));
              });
      float[] expected = new float[threads * TASKS];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = 1 + i;
      }
      assertArrayEquals(expected, Transfer.toArray(sums));
      for (ComputeEngine each : engines) {
        assertEquals(threads * TASKS, each.primitives());
      }
    }
  }

  /** Adds as many ones as the task's number, and one more: each task has a shape of its own. */
  private static void count(ComputeEngine free, Tensor ones, Tensor sums, int number) {
    Tensor row = ones.columns(0, number + 1);
    free.matmul(row, row.transpose()).accumulate(true).into(sums.columns(number, 1));
  }

  @Test
  void freeThreadDoesWhatABusyOneHasLeft() {
    CountDownLatch tasks = new CountDownLatch(TASKS);
    try (ComputeEngine engine = new ComputeEngine(2)) {
      List<ComputeEngine> engines = engine.threadEngines();
      late.begin(2);
      engine
          .workers()
          .each(
              2,
              thread -> {
                for (int i = 0; i < TASKS && thread == 0; i++) {
                  late.add(free -> tasks.countDown());
                }
                assertTrue(thread == 1 || finished(tasks), "tasks that wait: " + tasks.getCount());
                late.finish(engines.get(thread));
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
    try (ComputeEngine engine = new ComputeEngine(2)) {
      List<ComputeEngine> engines = engine.threadEngines();
      late.begin(2);
      assertThrows(
          IllegalStateException.class,
          () -> engine.workers().each(2, thread -> failInTheFirst(thread, engines.get(thread))));
      late.begin(1);
      late.finish(engine); // what the failed round has left would throw here
    }
  }

  private void failInTheFirst(int thread, ComputeEngine engine) {
    try {
      if (thread == 0) {
        for (int i = 0; i < 3; i++) {
          late.add(LateTasksTest::fail);
        }
        throw new IllegalStateException("of the part");
      }
    } finally {
      late.finish(engine);
    }
  }

  private static void fail(ComputeEngine engine) {
    throw new IllegalStateException("of a task");
  }
}
