package org.bert4j.examples.command;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code bert4j completion}: prints what makes a shell complete commands and options. */
@Command(
    name = "completion",
    sortOptions = false,
    description = {
      "Print a script that makes bash or zsh complete commands and options of bert4j.",
      "For the shell at hand: source <(bert4j completion)"
    },
    footer = {
      "",
      "Examples:",
      "  bert4j completion >> ~/.bashrc",
      "  bert4j completion > completion.bash"
    })
public final class CompletionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  /** Makes the command. */
  public CompletionCommand() {}

  @Override
  public Integer call() {
    CommandSpec root = spec.root();
    spec.commandLine().getOut().print(AutoComplete.bash(root.name(), root.commandLine()));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
