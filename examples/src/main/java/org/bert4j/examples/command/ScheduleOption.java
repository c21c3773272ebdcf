package org.bert4j.examples.command;

import org.bert4j.common.train.LearningRateSchedule.Curve;
import picocli.CommandLine.Option;

/** What the learning rate does after the warmup. Null if left out. */
final class ScheduleOption {
  @Option(
      names = "--schedule",
      paramLabel = "linear|cosine|polynomial|inverse_sqrt|constant|constant_with_warmup",
      description =
          "How the learning rate falls after the warmup: linear or cosine to 0, polynomial to 1e-7, "
              + "inverse_sqrt as 1 over the square root of the step; constant stays and has no warmup. Default: linear.")
  private Curve schedule;

  /**
   * What was given, and what another configuration says otherwise.
   *
   * @param base the other configuration's
   * @param warmup value of the option that tells how long the warmup is, null if left out
   * @param option its name
   * @throws IllegalArgumentException if a warmup was given for a schedule without one
   */
  Curve or(Curve base, Number warmup, String option) {
    if (schedule == Curve.CONSTANT && warmup != null && warmup.doubleValue() > 0) {
      throw new IllegalArgumentException(
          "--schedule constant has no warmup: leave out "
              + option
              + ", or name constant_with_warmup");
    }
    return schedule != null ? schedule : base;
  }
}
