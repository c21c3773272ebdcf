package org.bert4j.examples.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bert4j classify}: classes of texts. */
@Command(
    name = "classify",
    description = "Classes of texts or pairs, or a number: fine-tune, score and use a model.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ClassifyTrainCommand.class,
      ClassifyEvaluateCommand.class,
      ClassifyPredictCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  bert4j classify train --init bert --train train.tsv --validation dev.tsv",
      "  bert4j classify predict --model runs/classify-1 --input texts.txt",
      "",
      "Each command explains its options: bert4j classify COMMAND --help"
    })
public final class ClassifyCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Makes the command. */
  public ClassifyCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command given; expected classify train, classify evaluate or classify predict");
  }
}
