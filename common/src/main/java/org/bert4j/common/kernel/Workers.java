package org.bert4j.common.kernel;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.RecursiveAction;

/**
 * The threads that run Java kernels. Work is cut into as many parts as there are threads; which
 * thread runs a part never changes what is computed.
 */
public final class Workers implements AutoCloseable {
  private final int threads;
  private final ForkJoinPool pool;

  /** A part of a parallel loop. */
  @FunctionalInterface
  public interface Part {
    /**
     * Works on some of the elements.
     *
     * @param part which part, 0 … threads − 1
     * @param from first element
     * @param to one past the last element
     */
    void run(int part, long from, long to);
  }

  /**
   * Starts the threads.
   *
   * @param threads their number, the caller's included
   */
  public Workers(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads + ", expected at least 1");
    }
    this.threads = threads;
    this.pool = threads == 1 ? null : new ForkJoinPool(threads - 1);
  }

  /**
   * Number of threads.
   *
   * @return threads, the caller's included
   */
  public int threads() {
    return threads;
  }

  /**
   * Cuts {@code 0 … elements − 1} into equal parts and waits for all of them.
   *
   * @param elements number of elements
   * @param part called once a part, concurrently
   */
  public void run(long elements, Part part) {
    if (threads == 1) {
      part.run(0, 0, elements);
      return;
    }
    ForkJoinTask<?>[] others = new ForkJoinTask<?>[threads - 1];
    for (int i = 1; i < threads; i++) {
      int index = i;
      others[i - 1] =
          pool.submit(
              new RecursiveAction() {
                private static final long serialVersionUID = 1L;

                @Override
                protected void compute() {
                  part.run(index, bound(elements, index), bound(elements, index + 1));
                }
              });
    }
    try {
      part.run(0, 0, bound(elements, 1));
    } finally {
      for (ForkJoinTask<?> other : others) {
        other.join();
      }
    }
  }

  private long bound(long elements, int part) {
    return elements / threads * part + Math.min(part, elements % threads);
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
