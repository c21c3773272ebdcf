package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.bert4j.common.train.StepListener;
import org.bert4j.examples.ui.TrainingPages;
import picocli.CommandLine.Option;

/** Whether a run is shown in a browser. */
final class UiOptions {
  static final int PORT = 9000;

  @Option(
      names = "--ui",
      description =
          "Show the run in Deeplearning4j's training user interface, to browsers on this machine, "
              + "and keep the recording in the run's directory for bert4j ui. Default: do not.")
  private boolean ui;

  @Option(
      names = "--ui-port",
      paramLabel = "N",
      description = "With --ui: port of its pages, 0 for any that is free. Default: 9000.")
  private Integer port;

  /** What a run needs: closed with it, and nothing where the interface was not asked for. */
  record Shown(StepListener steps, TrainingPages pages) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      if (pages != null) {
        pages.close();
      }
    }
  }

  /** Begins to show a run if it was asked for. */
  Shown show(Path run, PrintWriter out) throws IOException {
    if (!ui) {
      if (port != null) {
        throw new IllegalArgumentException("--ui-port was given without --ui; give both");
      }
      return new Shown(StepListener.DEAF, null);
    }
    TrainingPages pages = TrainingPages.open(port == null ? PORT : port);
    out.printf(Locale.ROOT, "training user interface: %s%n", pages.address());
    return new Shown(pages.record(run), pages);
  }
}
