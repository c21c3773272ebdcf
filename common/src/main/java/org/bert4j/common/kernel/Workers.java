package org.bert4j.common.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/**
 * The threads that compute: the caller's own, number 0, and others. Each always does the part of
 * its number, so what it keeps for itself, such as an engine's scratch memory, stays its own.
 */
public final class Workers implements AutoCloseable {
  /** More than any machine has cores for; the system refuses many more or ends the process. */
  public static final int MAX_THREADS = 1024;

  private final int threads;
  private final List<ExecutorService> pool = new ArrayList<>();

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
   * Starts the threads but the first, which is whichever calls.
   *
   * @param threads their number
   * @throws IllegalArgumentException unless it is 1 to {@link #MAX_THREADS}
   */
  public Workers(int threads) {
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "threads is %d, expected 1 to %,d", threads, MAX_THREADS));
    }
    this.threads = threads;
    for (int i = 1; i < threads; i++) {
      String name = "bert4j-worker-" + i;
      pool.add(
          Executors.newSingleThreadExecutor(
              work -> {
                Thread thread = new Thread(work, name);
                thread.setDaemon(true);
                return thread;
              }));
    }
  }

  /**
   * Number of threads.
   *
   * @return threads
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
    each(threads, i -> part.run(i, bound(elements, i), bound(elements, i + 1)));
  }

  /**
   * Deals {@code 0 … elements − 1} out in small parts, to whichever thread is free, and waits for
   * all of them: no thread waits long for one that is slower. For work whose result does not depend
   * on which thread does what.
   *
   * @param elements number of elements
   * @param atOnce elements of a part
   * @param part called many times a thread, concurrently, with the thread's number
   */
  public void share(long elements, long atOnce, Part part) {
    AtomicLong next = new AtomicLong();
    each(
        threads,
        i -> {
          long from = next.getAndAdd(atOnce);
          while (from < elements) {
            part.run(i, from, Math.min(from + atOnce, elements));
            from = next.getAndAdd(atOnce);
          }
        });
  }

  /**
   * Does something on each of the first threads and waits for all of them.
   *
   * @param count how many threads
   * @param work receives the thread's number
   */
  public void each(int count, IntConsumer work) {
    List<Future<?>> parts = new ArrayList<>(count);
    Throwable failure = null;
    try {
      for (int i = 1; i < count; i++) {
        int number = i;
        parts.add(pool.get(i - 1).submit(() -> work.accept(number)));
      }
      work.accept(0);
    } catch (RuntimeException | Error e) {
      failure = e; // those that have begun use memory of the caller
    }
    for (Future<?> each : parts) {
      Throwable thrown = await(each);
      failure = failure == null ? thrown : failure;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Waits to the end, also when interrupted: others' parts use the same memory. */
  private static Throwable await(Future<?> part) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          part.get();
          return null;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          return e.getCause();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long bound(long elements, int part) {
    return elements / threads * part + Math.min(part, elements % threads);
  }

  @Override
  public void close() {
    pool.forEach(ExecutorService::shutdown);
  }
}
