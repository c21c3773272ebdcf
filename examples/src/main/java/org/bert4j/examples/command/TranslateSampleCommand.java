package org.bert4j.examples.command;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.bert4j.examples.translate.SamplePairs;
import org.bert4j.examples.translate.SamplePairs.Direction;
import org.bert4j.examples.translate.SamplePairs.Part;
import org.bert4j.finetune.translate.TranslationPair;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code bert4j translate sample}: writes made-up pairs. */
@Command(
    name = "sample",
    sortOptions = false,
    description =
        "Write made-up pairs to standard output: names of columns, then a source, a tab and a target"
            + " a line.",
    footer = {
      "",
      "Examples:",
      "  bert4j translate sample",
      "  bert4j translate sample --direction zh-en --pairs 5"
    })
public final class TranslateSampleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--direction",
      paramLabel = "en-zh|zh-en",
      defaultValue = "en-zh",
      converter = DirectionConverter.class,
      description = "From which language to which. Default: ${DEFAULT-VALUE}.")
  private Direction direction;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many. Default: ${DEFAULT-VALUE}.")
  private int pairs;

  @Option(
      names = "--part",
      paramLabel = "training|validation|test",
      defaultValue = "training",
      description =
          "Of which set: none has a date or an amount of another. Default: ${DEFAULT-VALUE}.")
  private Part part;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Decides every draw. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /** Makes the command. */
  public TranslateSampleCommand() {}

  @Override
  public Integer call() {
    SamplePairs.requireCount(pairs);
    PrintWriter out = spec.commandLine().getOut();
    out.print("source\ttarget\n");
    for (TranslationPair pair : new SamplePairs(direction, seed).draw(part, pairs)) {
      out.print(pair.source() + "\t" + pair.target() + "\n");
    }
    out.flush();
    return 0;
  }
}
