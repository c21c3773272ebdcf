package org.bert4j.common.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What threads that work side by side leave for the end, when whichever of them is free does it:
 * equal work takes one core longer than another, and nobody waits for these tasks. Their results do
 * not depend on who does them. A task calls kernels of the engine that it receives and has no other
 * effect: at the end of a round every thread compiles what it calls, for whoever may do it in a
 * later one.
 */
public final class LateTasks {
  private final List<Consumer<ComputeEngine>> tasks = new ArrayList<>();
  private int taken;
  private int busy;

  /** None so far. */
  public LateTasks() {}

  /**
   * Begins a round; what a failed one left is forgotten.
   *
   * @param threads how many will call {@link #finish}
   */
  public synchronized void begin(int threads) {
    tasks.clear();
    taken = 0;
    busy = threads;
  }

  /**
   * Leaves a task for the end.
   *
   * @param task receives the engine of the thread that does it
   */
  public synchronized void add(Consumer<ComputeEngine> task) {
    tasks.add(task);
    notifyAll();
  }

  /**
   * Says that this thread's own part is done, and does tasks until all threads' parts and tasks are
   * done or begun.
   *
   * @param engine of this thread
   */
  public void finish(ComputeEngine engine) {
    leave();
    Consumer<ComputeEngine> task = next();
    while (task != null) {
      task.accept(engine);
      task = next();
    }
    engine.compileOnly(() -> tasks.forEach(each -> each.accept(engine)));
  }

  private synchronized void leave() {
    busy--;
    notifyAll();
  }

  /** Waits for a task, to the end also when interrupted; null if none will come any more. */
  private synchronized Consumer<ComputeEngine> next() {
    boolean interrupted = false;
    while (taken == tasks.size() && busy > 0) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return taken < tasks.size() ? tasks.get(taken++) : null;
  }
}
