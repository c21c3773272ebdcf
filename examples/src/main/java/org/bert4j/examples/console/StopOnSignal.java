package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/**
 * Lets a run finish its step and write its checkpoint when SIGINT, SIGTERM or SIGHUP arrives. The
 * JVM answers these by running shutdown hooks and then exits with 128 plus the signal's number; the
 * hook here makes it wait until the run has stopped. Before training there is nothing to wait for.
 */
public final class StopOnSignal implements AutoCloseable {
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-on-signal");
  private final PrintWriter out;
  private volatile boolean training;
  private volatile boolean requested;

  /**
   * Starts to listen.
   *
   * @param out where a line says that the signal has arrived
   */
  public StopOnSignal(PrintWriter out) {
    this.out = out;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Training begins: from here on a signal takes effect when this is closed. */
  public void trainingBegins() {
    training = true;
  }

  /**
   * Whether a signal has arrived.
   *
   * @return true once it has
   */
  public boolean requested() {
    return requested;
  }

  /** Ends listening; a signal that has arrived takes effect now. */
  @Override
  public void close() {
    stopped.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The signal arrived between the two lines above: the hook returns at once.
        return;
      }
    }
  }

  private void stop() {
    requested = true;
    try {
      if (training) {
        out.printf(
            Locale.ROOT,
            "%nstopping: after the step or evaluation in progress, and a checkpoint%n");
        out.flush();
        stopped.await();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
