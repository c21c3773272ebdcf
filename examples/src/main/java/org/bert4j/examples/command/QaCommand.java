package org.bert4j.examples.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bert4j qa}: extractive question answering. */
@Command(
    name = "qa",
    description = "Answer questions with pieces of a text: train, evaluate, predict.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {QaTrainCommand.class, QaEvaluateCommand.class, QaPredictCommand.class},
    footer = {
      "",
      "Examples:",
      "  bert4j qa train --init runs/pretrain-1 --train train.json --validation dev.json",
      "  bert4j qa predict --model runs/qa-1 --question \"Where is Normandy?\" --context text.txt"
    })
public final class QaCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Makes the command. */
  public QaCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
