package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.util.Locale;

/** How far a run is: a bar on a terminal, a line for every logged step elsewhere. */
final class RunProgress implements AutoCloseable {
  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final int terminalWidth;
  private RunningBar bar;
  private double startProgress;
  private long startNanos;
  private volatile long step;

  /**
   * Of one run.
   *
   * @param out where lines go
   * @param terminalWidth columns of the terminal that a person is watching, or 0
   */
  RunProgress(PrintWriter out, int terminalWidth) {
    this.out = out;
    this.terminalWidth = terminalWidth;
  }

  /** Training begins, or goes on, at a share of the whole run. */
  void start(double progress) {
    startProgress = progress;
    startNanos = System.nanoTime();
    if (terminalWidth > 0) {
      bar =
          new RunningBar(
              out,
              terminalWidth,
              startProgress,
              () -> String.format(Locale.ROOT, "step %,d", step));
    }
  }

  /** A step is done. */
  void step(long step, double progress) {
    this.step = step;
    if (bar != null) {
      bar.progress(progress);
    }
  }

  /** A step was logged, with some words about it and, for a log only, some more. */
  void logged(long step, double progress, String text, String more) {
    if (bar != null) {
      bar.metrics(text);
      return;
    }
    double elapsed = (System.nanoTime() - startNanos) / NANOS;
    double share = progress - startProgress;
    String eta = share > 0 ? ProgressText.duration(elapsed * (1 - progress) / share) : "?";
    line(
        String.format(
            Locale.ROOT, "step %d %3.0f%%  %s  ETA %s", step, 100 * progress, text + more, eta));
  }

  /** Prints a line that a bar, if there is one, makes needless. */
  void lineOfLog(String text) {
    if (bar == null) {
      line(text);
    }
  }

  /** Prints a line above the bar, if there is one. */
  void line(String text) {
    String line = Printable.of(text);
    out.println(bar == null ? line : "\r" + line + RunningBar.ERASE_TO_END);
    out.flush();
  }

  /** Ends the bar, if there is one, so that lines can follow. */
  @Override
  public void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }
}
