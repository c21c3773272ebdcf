package org.bert4j.examples.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code bert4j vocab}: trains a WordPiece vocabulary. */
@Command(name = "vocab", description = "Train a WordPiece vocabulary on a corpus.")
public final class VocabCommand implements Callable<Integer> {
  /** Makes the command. */
  public VocabCommand() {}

  @Override
  public Integer call() {
    return 0;
  }
}
