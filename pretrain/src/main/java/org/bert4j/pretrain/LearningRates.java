package org.bert4j.pretrain;

import org.bert4j.common.train.LearningRateSchedule;

/**
 * A run's learning rates: linear warmup, then the schedule's decay over the rest of the steps or,
 * in a run given in minutes, of the time.
 */
final class LearningRates {
  private static final double WARMUP_SHARE = 0.1;
  private static final double SECONDS_PER_MINUTE = 60;

  private final PretrainingHyperparameters training;
  private final LearningRateSchedule schedule;

  LearningRates(PretrainingHyperparameters training) {
    this.training = training;
    boolean tenth = training.warmupSteps() == PretrainingHyperparameters.WARMUP_TENTH;
    double total =
        training.steps() > 0 ? training.steps() : SECONDS_PER_MINUTE * training.minutes();
    double warmup =
        tenth ? WARMUP_SHARE * total : training.steps() > 0 ? training.warmupSteps() : 0;
    schedule =
        new LearningRateSchedule(training.schedule(), training.learningRate(), warmup, total);
  }

  /** Learning rate of the step that follows a state. */
  double after(TrainingState state) {
    if (training.steps() > 0) {
      return schedule.at(state.step());
    }
    if (training.schedule().warmsUp() && state.step() < training.warmupSteps()) {
      return training.learningRate() * state.step() / training.warmupSteps();
    }
    return schedule.at(state.seconds());
  }
}
