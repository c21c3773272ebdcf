package org.bert4j.examples.console;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.bert4j.pretrain.corpus.CorpusContents;
import org.bert4j.pretrain.corpus.CorpusFormat;
import org.bert4j.pretrain.corpus.CorpusListener;
import org.bert4j.pretrain.corpus.CorpusSummary;

/**
 * Shows how a corpus is read: what was found, how far reading has come (a bar on a terminal, a line
 * now and then elsewhere, neither for what takes a moment), and what was in it. A corpus that is
 * read again is not described again.
 */
public final class ReadingConsole implements CorpusListener, AutoCloseable {
  /** Of a corpus of more files, only the number of each form is told. */
  private static final int MAX_FILES_NAMED = 20;

  private static final double NANOS = 1e9;

  private final PrintWriter out;
  private final int terminalWidth;
  private final long intervalNanos;
  private final Set<CorpusContents> found = new HashSet<>();
  private final Set<Path> named = new HashSet<>();
  private final Set<String> notes = new HashSet<>();
  private final Set<String> noted = new HashSet<>();
  private CorpusContents contents;
  private RunningBar bar;
  private long startBytes;
  private long startNanos;
  private long nextNanos;

  /**
   * Makes a listener for a command.
   *
   * @param out where lines go
   * @param terminalWidth columns of the terminal that a person is watching, or 0
   */
  public ReadingConsole(PrintWriter out, int terminalWidth) {
    this(out, terminalWidth, terminalWidth > 0 ? Duration.ofSeconds(1) : Duration.ofSeconds(10));
  }

  /** Shows progress after an interval, on a terminal from then on, elsewhere every interval. */
  ReadingConsole(PrintWriter out, int terminalWidth, Duration interval) {
    this.out = out;
    this.terminalWidth = terminalWidth;
    this.intervalNanos = interval.toNanos();
  }

  @Override
  public void corpusFound(CorpusContents corpus) {
    contents = corpus;
    startBytes = 0;
    startNanos = System.nanoTime();
    nextNanos = startNanos + intervalNanos;
    if (!found.add(corpus)) {
      return;
    }
    line(
        String.format(
            Locale.ROOT,
            "corpus: %,d %s, %s: %s",
            corpus.files(),
            corpus.files() == 1 ? "file" : "files",
            ProgressText.bytes(corpus.bytes()),
            corpus.describeForms()));
    if (!corpus.passedOver().isEmpty()) {
      line("not read, being no text by their names: " + corpus.describePassedOver());
    }
  }

  @Override
  public void resumed(long documents, long bytes) {
    startBytes = bytes;
    line(
        String.format(
            Locale.ROOT, "going on after %,d documents that are tokenized already", documents));
  }

  @Override
  public void fileOpened(Path file, CorpusFormat format) {
    if (contents.files() <= MAX_FILES_NAMED && named.add(file)) {
      line(
          String.format(
              Locale.ROOT, "reading %s as %s", file, format.name().toLowerCase(Locale.ROOT)));
    }
  }

  /** Of many files that the same is decided about, the first is named. */
  @Override
  public void noted(Path file, String note) {
    boolean first = notes.add(note);
    if (noted.add(file + note) && (first || contents.files() <= MAX_FILES_NAMED)) {
      line(file + ": " + note);
    }
  }

  @Override
  public void documentRead(long bytesRead) {
    double share = share(bytesRead);
    long now = System.nanoTime();
    if (now - nextNanos >= 0) {
      nextNanos = now + intervalNanos;
      show(bytesRead, share, (now - startNanos) / NANOS);
    }
    if (bar != null) {
      bar.progress(share);
    }
  }

  private double share(long bytes) {
    return Math.min(1, (double) bytes / Math.max(1, contents.bytes()));
  }

  private void show(long bytesRead, double share, double elapsed) {
    String amount =
        String.format(
            Locale.ROOT,
            "%s of %s, %.1f MB/s",
            ProgressText.bytes(bytesRead),
            ProgressText.bytes(contents.bytes()),
            (bytesRead - startBytes) / elapsed / 1e6);
    if (terminalWidth == 0) {
      double done = share - share(startBytes);
      String eta = done > 0 ? "  ETA " + ProgressText.duration(elapsed * (1 - share) / done) : "";
      line(String.format(Locale.ROOT, "read %3.0f%%  %s%s", 100 * share, amount, eta));
      return;
    }
    if (bar == null) {
      bar = new RunningBar(out, terminalWidth, share(startBytes), () -> "reading");
      bar.elapsedBefore(elapsed);
    }
    bar.metrics(amount);
  }

  @Override
  public void corpusRead(CorpusSummary summary) {
    close();
    String leftOut = summary.leftOut().describe();
    line(
        String.format(
            Locale.ROOT,
            "read %,d documents, %,d sentences in %s%s",
            summary.documents(),
            summary.sentences(),
            ProgressText.duration((System.nanoTime() - startNanos) / NANOS),
            leftOut.isEmpty() ? "" : "; left out: " + leftOut));
  }

  private void line(String text) {
    String line = Printable.of(text);
    out.println(bar == null ? line : "\r" + line + RunningBar.ERASE_TO_END);
    out.flush();
  }

  /** Removes the bar, if there is one, so that lines can follow. */
  @Override
  public void close() {
    if (bar != null) {
      bar.erase();
      bar = null;
    }
  }
}
