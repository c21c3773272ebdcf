package org.bert4j.common.concurrent;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * A thread for work that is to run on one thread, or beside the caller. It does one thing after
 * another; what one throws is thrown unchanged where it is waited for. It does not keep the JVM
 * running.
 */
public final class OwnThread implements AutoCloseable {
  private final ExecutorService executor;

  /**
   * Work that has been begun.
   *
   * @param <T> what comes of it
   */
  public static final class Task<T> {
    private final CompletableFuture<T> future;

    private Task(CompletableFuture<T> future) {
      this.future = future;
    }

    /**
     * Waits to the end, also when interrupted: the work may use what the caller owns.
     *
     * @return what came of it
     */
    public T join() {
      try {
        return future.join();
      } catch (CompletionException e) {
        if (e.getCause() instanceof RuntimeException exception) {
          throw exception;
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e;
      }
    }
  }

  /**
   * Makes a thread, which starts with its first work.
   *
   * @param name of the thread
   */
  public OwnThread(String name) {
    executor =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Begins some work, or queues it.
   *
   * @param work what to do
   * @param <T> what comes of it
   * @return to wait for it
   */
  public <T> Task<T> start(Supplier<T> work) {
    return new Task<>(CompletableFuture.supplyAsync(work, executor));
  }

  /**
   * Does some work and waits for it.
   *
   * @param work what to do
   */
  public void run(Runnable work) {
    start(
            () -> {
              work.run();
              return null;
            })
        .join();
  }

  /** Waits for the work that was begun, then ends the thread; work must not be begun after that. */
  @Override
  public void close() {
    run(() -> {});
    executor.shutdown();
  }
}
