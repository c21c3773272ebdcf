package org.bert4j.examples.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bert4j.examples.plot.LearningCurves;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j curves}: draws the learning curves of runs. */
@Command(
    name = "curves",
    sortOptions = false,
    description = "Draw losses and accuracies of runs as a PNG picture.",
    footer = {
      "",
      "Examples:",
      "  bert4j curves --run runs/pretrain-1",
      "  bert4j curves --run runs/ner-1 runs/ner-2 --output both.png"
    })
public final class CurvesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      paramLabel = "DIR",
      arity = "1..*",
      required = true,
      description = "Directory of a run; several are drawn into one picture.")
  private List<Path> runs;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "The picture. Default: curves.png in the first run's directory.")
  private Path output;

  /** Makes the command. */
  public CurvesCommand() {}

  @Override
  public Integer call() throws Exception {
    Path picture = output != null ? output : runs.get(0).resolve("curves.png");
    LearningCurves.draw(runs, picture);
    spec.commandLine().getOut().println(picture);
    return 0;
  }
}
