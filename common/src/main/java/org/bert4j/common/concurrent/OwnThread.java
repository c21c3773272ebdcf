package org.bert4j.common.concurrent;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
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
        throw unchecked(e.getCause());
      }
    }
  }

  /**
   * Work with files.
   *
   * @param <T> what comes of it
   */
  @FunctionalInterface
  public interface FileWork<T> {
    /**
     * Does it.
     *
     * @param interrupted tells whether whoever waits for it has been interrupted
     * @return what comes of it
     * @throws IOException if reading or writing fails
     */
    T run(BooleanSupplier interrupted) throws IOException;
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
   * Does some work that reads and writes files and waits for it, also when interrupted: nothing
   * interrupts the work itself, which would close its files.
   *
   * @param work what to do
   * @param <T> what comes of it
   * @return what came of it; if the caller was interrupted meanwhile it still is
   * @throws IOException if the work does
   */
  public <T> T call(FileWork<T> work) throws IOException {
    AtomicBoolean interrupted = new AtomicBoolean();
    Future<T> future = executor.submit(() -> work.run(interrupted::get));
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted.set(true);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException exception) {
        throw exception;
      }
      throw unchecked(e.getCause());
    } finally {
      if (interrupted.get()) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException unchecked(Throwable failure) {
    if (failure instanceof Error error) {
      throw error;
    }
    return failure instanceof RuntimeException exception
        ? exception
        : new IllegalStateException(failure);
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
