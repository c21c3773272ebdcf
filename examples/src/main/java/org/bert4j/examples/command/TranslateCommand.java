package org.bert4j.examples.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bert4j translate}: the Transformer whole. */
@Command(
    name = "translate",
    description = "Translation: train, score and use a model with encoder and decoder.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      TranslateTrainCommand.class,
      TranslateEvaluateCommand.class,
      TranslatePredictCommand.class,
      TranslateSampleCommand.class
    },
    footer = {
      "",
      "Examples:",
      "  bert4j translate train --direction en-zh",
      "  bert4j translate predict --model runs/translate-1 --text \"half past four on March 3, 2021\"",
      "",
      "Each command explains its options: bert4j translate COMMAND --help"
    })
public final class TranslateCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Makes the command. */
  public TranslateCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "no command given; expected translate train, translate evaluate, translate predict or translate"
            + " sample");
  }
}
