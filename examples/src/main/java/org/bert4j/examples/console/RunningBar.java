package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressState;

/** One line of a terminal that is drawn anew several times a second. */
final class RunningBar implements AutoCloseable {
  /** Makes a terminal forget what stands behind the end of a line that is drawn over. */
  static final String ERASE_TO_END = "\u001b[K";

  private static final int WHOLE = 1_000_000;
  private static final int MIN_CELLS = 5;
  private static final int MAX_CELLS = 30;
  private static final int REFRESH_MILLIS = 200;

  private final PrintWriter out;
  private final double start;
  private final ProgressBar bar;
  private final Supplier<String> label;
  private volatile double elapsedBefore;
  private volatile String metrics = "";

  /**
   * Draws a bar for work that begins, or goes on, at a share of its whole.
   *
   * @param out the terminal
   * @param width columns that a line may have
   * @param start share that is done already
   * @param label says what is done, left of the bar; asked whenever the bar is drawn
   */
  RunningBar(PrintWriter out, int width, double start, Supplier<String> label) {
    this.out = out;
    this.start = start;
    this.label = label;
    this.bar =
        new ProgressBarBuilder()
            .setInitialMax(WHOLE)
            .setUpdateIntervalMillis(REFRESH_MILLIS)
            .setConsumer(new TerminalLine(out, width))
            .setRenderer(this::render)
            .build();
  }

  void progress(double share) {
    bar.stepTo(Math.round(share * WHOLE));
  }

  /**
   * Shows figures behind the bar, with two spaces between; those that find no room are left out.
   */
  void metrics(String text) {
    metrics = text;
  }

  /** Seconds that the work took before the bar was drawn. */
  void elapsedBefore(double seconds) {
    elapsedBefore = seconds;
  }

  /** Ends the bar and leaves nothing of it. */
  void erase() {
    bar.close();
    out.print("\r" + ERASE_TO_END);
    out.flush();
  }

  @Override
  public void close() {
    bar.close();
    out.println();
    out.flush();
  }

  /**
   * Draws over what it drew before. The library's own consumers ask JLine for the terminal's width,
   * which makes SIGINT end the JVM at once, without shutdown hooks.
   */
  private record TerminalLine(PrintWriter out, int width) implements ProgressBarConsumer {
    @Override
    public int getMaxRenderedLength() {
      return width;
    }

    @Override
    public void accept(String line) {
      out.print("\r" + line + ERASE_TO_END);
      out.flush();
    }

    /** The line is ended outside: the library does not close a bar that it never refreshed. */
    @Override
    public void close() {}
  }

  private String render(ProgressState state, int width) {
    double share = state.getCurrent() / (double) WHOLE;
    double elapsed = elapsedBefore + state.getElapsedAfterStart().toMillis() / 1000.0;
    String left = String.format(Locale.ROOT, "%s %3.0f%% ", label.get(), 100 * share);
    String eta =
        share > start
            ? " ETA " + ProgressText.duration(elapsed * (1 - share) / (share - start))
            : "";
    int room = width - left.length() - 2 - eta.length();
    String right = eta + fitting(metrics, room - MIN_CELLS);
    int cells =
        Math.max(MIN_CELLS, Math.min(MAX_CELLS, width - left.length() - right.length() - 2));
    int full = (int) Math.round(share * cells);
    String line = left + "[" + "=".repeat(full) + " ".repeat(cells - full) + "]" + right;
    return line.length() <= width ? line : line.substring(0, Math.max(0, width));
  }

  /** As many of the first figures as fit, each with two spaces before it. */
  static String fitting(String figures, int width) {
    StringBuilder fitting = new StringBuilder();
    for (String figure : figures.isEmpty() ? new String[0] : figures.split(" {2}")) {
      if (fitting.length() + 2 + figure.length() > width) {
        break;
      }
      fitting.append("  ").append(figure);
    }
    return fitting.toString();
  }
}
