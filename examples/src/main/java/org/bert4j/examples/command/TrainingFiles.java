package org.bert4j.examples.command;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** The files of a fine-tuning. Options left out are null. */
final class TrainingFiles {
  @Option(
      names = "--train",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Annotated files to learn from. Default: those of the run to resume.")
  private List<Path> train;

  @Option(
      names = "--validation",
      paramLabel = "PATH",
      arity = "1..*",
      description =
          "Annotated files that tell which epoch is the best. Default: those of the run to resume.")
  private List<Path> validation;

  @Option(
      names = "--test",
      paramLabel = "PATH",
      arity = "1..*",
      description = "Annotated files on which the best model is scored. Default: none.")
  private List<Path> test;

  /**
   * Checks what a run needs that is not resumed.
   *
   * @throws IllegalArgumentException if there is nothing to learn from or to validate on
   */
  void requireGiven() {
    if (train == null || validation == null) {
      throw new IllegalArgumentException(
          "no "
              + (train == null ? "--train" : "--validation")
              + ": expected annotated files for --train and for --validation");
    }
  }

  /** Files to learn from, given or else those of a run. */
  List<Path> train(List<Path> base) {
    return train != null ? train : base;
  }

  /** Files to validate on, given or else those of a run. */
  List<Path> validation(List<Path> base) {
    return validation != null ? validation : base;
  }

  /** Files to test on, given or else those of a run. */
  List<Path> test(List<Path> base) {
    return test != null ? test : base;
  }
}
