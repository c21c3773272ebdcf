package org.bert4j.examples.command;

import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.pretrain.PretrainingHyperparameters;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long and how fast to learn. Options left out are null. */
final class TrainingOptions {
  @Option(
      names = "--steps",
      paramLabel = "N",
      description =
          "Optimizer steps of the whole run, instead of minutes. Default: --minutes, 10000 for the"
              + " sample.")
  private Long steps;

  @Option(
      names = "--minutes",
      paramLabel = "M",
      description =
          "Training time of the whole run, over all resumes. Default: 10, 0 for the sample, which has"
              + " --steps.")
  private Double minutes;

  @Option(
      names = "--gradient-accumulation",
      paramLabel = "N",
      description = "Batches of a step. Default: 1.")
  private Integer gradientAccumulation;

  @Option(
      names = "--optimizer",
      paramLabel = "adamw|lamb",
      description = "lamb is for batches of thousands of sequences. Default: adamw.")
  private Algorithm optimizer;

  @Option(
      names = "--learning-rate",
      paramLabel = "X",
      description =
          "Highest learning rate, reached after the warmup. Default: 5e-4, 1e-3 for the sample.")
  private Double learningRate;

  @Option(
      names = "--warmup-steps",
      paramLabel = "N",
      description = "Steps of linear warmup. Default: a tenth of the run.")
  private Long warmupSteps;

  @Mixin private ScheduleOption schedule;

  /** What was given, and what another configuration says otherwise. */
  PretrainingHyperparameters or(PretrainingHyperparameters base) {
    boolean length = steps != null || minutes != null;
    return new PretrainingHyperparameters(
        length ? (steps != null ? steps : 0) : base.steps(),
        length ? (minutes != null ? minutes : 0) : base.minutes(),
        gradientAccumulation != null ? gradientAccumulation : base.gradientAccumulation(),
        optimizer != null ? optimizer : base.optimizer(),
        learningRate != null ? learningRate : base.learningRate(),
        warmupSteps != null ? warmupSteps : base.warmupSteps(),
        schedule.or(base.schedule(), warmupSteps, "--warmup-steps"));
  }
}
