package org.bert4j.finetune;

import org.bert4j.common.train.LearningRateSchedule;

/**
 * How a run's steps make up its epochs, and when it ends.
 *
 * @param training the run's settings
 * @param stepsPerEpoch steps of an epoch
 */
record RunPlan(FineTuningHyperparameters training, long stepsPerEpoch) {
  long steps() {
    return training.epochs() * stepsPerEpoch;
  }

  /** Warm-up and decay over the steps of all epochs. */
  LearningRateSchedule learningRates() {
    return new LearningRateSchedule(
        training.schedule(), training.learningRate(), training.warmup() * steps(), steps());
  }

  /** Epoch that a step belongs to, the first being 0. */
  long epoch(long step) {
    return step / stepsPerEpoch;
  }

  /** Place of a step in its epoch. */
  int stepOfEpoch(long step) {
    return (int) (step % stepsPerEpoch);
  }

  /** Whether the last step done was the last one of an epoch. */
  boolean epochEnds(FineTuningState state) {
    return state.step() > 0 && stepOfEpoch(state.step()) == 0;
  }

  /** Whether all epochs are done, or those since the best one have used up the patience. */
  boolean isDone(FineTuningState state) {
    boolean impatient = training.patience() > 0 && state.epochsSinceBest() >= training.patience();
    return state.step() >= steps() || impatient;
  }

  /** Share of the steps that is done, 0 … 1. */
  double progress(FineTuningState state) {
    return (double) state.step() / steps();
  }

  /** The step that the best epoch ended with. */
  long bestStep(FineTuningState state) {
    return state.bestEpoch() * stepsPerEpoch;
  }
}
