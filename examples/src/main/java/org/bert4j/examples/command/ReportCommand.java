package org.bert4j.examples.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bert4j.examples.report.RunReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bert4j report}: a page about runs. */
@Command(
    name = "report",
    sortOptions = false,
    description = {
      "Write one HTML page about a run, or one that compares several, to be opened from the disk:"
          + " curves, scores, example predictions, settings and origin.",
      "Each training leaves such a page as report.html in its directory."
    },
    footer = {
      "",
      "Examples:",
      "  bert4j report runs/ner-1",
      "  bert4j report runs/ner-1 runs/ner-2 --output both.html"
    })
public final class ReportCommand implements Callable<Integer> {
  private static final String COMPARISON = "comparison.html";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "DIR",
      arity = "1..*",
      description = "Directories of runs, finished or not, of whatever kind.")
  private List<Path> runs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "The page. Default: report.html in the run's directory, of several runs "
              + COMPARISON
              + " in the first one's.")
  private Path output;

  /** Makes the command. */
  public ReportCommand() {}

  @Override
  public Integer call() throws Exception {
    String name = runs.size() == 1 ? RunReport.FILE : COMPARISON;
    Path page = output != null ? output : runs.get(0).resolve(name);
    RunReport.write(runs, page);
    spec.commandLine().getOut().println(page);
    return 0;
  }
}
