package org.bert4j.examples.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bert4j ner}: named entities. */
@Command(
    name = "ner",
    description = "Named entities: fine-tune, score and use a model.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {NerTrainCommand.class, NerEvaluateCommand.class, NerPredictCommand.class},
    footer = {
      "",
      "Examples:",
      "  bert4j ner train --init runs/pretrain-1 --train train.conll --validation valid.conll",
      "  bert4j ner predict --model runs/ner-1 --input texts.txt",
      "",
      "Each command explains its options: bert4j ner COMMAND --help"
    })
public final class NerCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Makes the command. */
  public NerCommand() {}

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "no command given; expected ner train, ner evaluate or ner predict");
  }
}
