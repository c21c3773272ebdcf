package org.bert4j.examples.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.examples.report.RunReport;

/** The page that a training leaves in its directory, also when it is stopped. */
final class ReportOfRun {
  private ReportOfRun() {}

  /**
   * Writes it. What was trained is there already, so that a page that cannot be drawn, as where
   * Java finds no fonts, is no failure of the run.
   *
   * @param run directory of the run
   * @param out gets a line about it
   */
  static void write(Path run, PrintWriter out) {
    Path page = run.resolve(RunReport.FILE);
    try {
      RunReport.write(List.of(run), page);
      out.printf(Locale.ROOT, "report: %s%n", page);
    } catch (IOException | RuntimeException | LinkageError e) {
      out.printf(
          Locale.ROOT,
          "report: none, %s; to try again: bert4j report %s%n",
          String.valueOf(e.getMessage()).lines().findFirst().orElse(e.getClass().getSimpleName()),
          run);
    }
    out.flush();
  }
}
