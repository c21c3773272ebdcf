package org.bert4j.pretrain;

import org.bert4j.common.model.PretrainingLosses;

/** The steps since the last line of {@code metrics.jsonl}. */
final class MetricsWindow {
  private PretrainingLosses losses = PretrainingLosses.NONE;
  private double seconds;
  private TrainingStep.Outcome last;

  void add(TrainingStep.Outcome step, double stepSeconds) {
    losses = losses.plus(step.losses());
    seconds += stepSeconds;
    last = step;
  }

  /** Ends the window with a line about it and begins the next one. */
  StepMetrics close(TrainingState state, Evaluation validation) {
    StepMetrics metrics =
        new StepMetrics(
            state.step(),
            state.tokens(),
            state.seconds(),
            losses.loss(),
            losses.mlmLoss(),
            losses.mlmAccuracy(),
            losses.nspLoss(),
            losses.nspAccuracy(),
            last.learningRate(),
            last.gradientNorm(),
            losses.tokens() / seconds,
            validation);
    losses = PretrainingLosses.NONE;
    seconds = 0;
    return metrics;
  }
}
