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
    subcommands = {QaTrainCommand.class, QaEvaluateCommand.class, QaPredictCommand.class})
public final class QaCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Makes the command. */
  public QaCommand() {}

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command given");
  }
}
