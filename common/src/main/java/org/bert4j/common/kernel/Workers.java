package org.bert4j.common.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/**
 * The threads that compute: the caller's own, number 0, and others. Each always does the part of
 * its number, so what it keeps for itself, such as an engine's scratch memory, stays its own.
 */
public final class Workers implements AutoCloseable {
  /** More than any machine has cores for; the system refuses many more or ends the process. */
  public static final int MAX_THREADS = 1024;

  /** How often a thread looks for work, or for others' to be done, before it sleeps: 0.2 ms. */
  private static final int LOOKS = 100_000;

  private final int threads;
  private final List<Worker> pool = new ArrayList<>();

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
      pool.add(new Worker("bert4j-worker-" + i));
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
    if (count == 1) {
      work.accept(0);
      return;
    }
    Parts parts = new Parts();
    try {
      for (int i = 1; i < count; i++) {
        int number = i;
        parts.begin(pool.get(i - 1), () -> work.accept(number));
      }
      work.accept(0);
    } catch (RuntimeException | Error e) {
      parts.fail(e); // those that have begun use memory of the caller
    }
    Throwable failure = parts.await();
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  /** Work of other threads that the caller waits for. */
  private static final class Parts {
    private final Thread caller = Thread.currentThread();
    private final AtomicInteger missing = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    void begin(Worker worker, Runnable part) {
      missing.incrementAndGet();
      try {
        worker.start(() -> run(part));
      } catch (RuntimeException | Error e) {
        missing.decrementAndGet();
        throw e;
      }
    }

    private void run(Runnable part) {
      try {
        part.run();
      } catch (RuntimeException | Error e) {
        fail(e);
      } finally {
        if (missing.decrementAndGet() == 0) {
          LockSupport.unpark(caller);
        }
      }
    }

    void fail(Throwable thrown) {
      failure.compareAndSet(null, thrown);
    }

    /** Waits to the end, also when interrupted: the parts use the same memory. */
    Throwable await() {
      boolean interrupted = false;
      for (int looks = 0; missing.get() > 0; looks++) {
        if (looks > LOOKS) {
          LockSupport.park(this);
          interrupted |= Thread.interrupted();
        }
      }
      if (interrupted) {
        caller.interrupt();
      }
      return failure.get();
    }
  }

  /**
   * A thread that looks for more work for a while before it goes to sleep: waking it takes longer
   * than many parts do.
   */
  private static final class Worker implements Runnable {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread;
    private final AtomicBoolean isStarted = new AtomicBoolean();
    private volatile boolean isAsleep;
    private volatile boolean isClosed;

    Worker(String name) {
      thread = new Thread(this, name);
      thread.setDaemon(true);
    }

    void start(Runnable task) {
      if (isClosed) {
        throw new IllegalStateException("the workers are closed");
      }
      tasks.add(task);
      if (isStarted.compareAndSet(false, true)) {
        thread.start();
      }
      wake();
    }

    private void wake() {
      if (isAsleep) {
        LockSupport.unpark(thread);
      }
    }

    @Override
    public void run() {
      int looks = 0;
      while (true) {
        Runnable task = tasks.poll();
        if (task != null) {
          task.run();
          looks = 0;
        } else if (isClosed) {
          return;
        } else if (++looks > LOOKS) {
          isAsleep = true;
          if (tasks.isEmpty() && !isClosed) {
            LockSupport.park(this);
          }
          isAsleep = false;
        }
      }
    }

    /** Ends the thread after what was begun. */
    void close() {
      isClosed = true;
      wake();
    }
  }

  private long bound(long elements, int part) {
    return elements / threads * part + Math.min(part, elements % threads);
  }

  @Override
  public void close() {
    pool.forEach(Worker::close);
  }
}
