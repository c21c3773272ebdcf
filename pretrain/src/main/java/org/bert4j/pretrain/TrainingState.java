package org.bert4j.pretrain;

import org.bert4j.common.model.Losses;
import org.bert4j.pretrain.data.DataPosition;

/**
 * Where training stands after a step: what a checkpoint keeps beside parameters and optimizer.
 *
 * @param step optimizer steps done
 * @param tokens tokens trained on
 * @param seconds training time
 * @param position where the training data goes on
 * @param dataSha256 hash of the token store the position belongs to
 */
record TrainingState(
    long step, long tokens, double seconds, DataPosition position, String dataSha256) {

  TrainingState {
    if (step < 0 || tokens < 0 || !(seconds >= 0) || position == null || dataSha256 == null) {
      throw new IllegalArgumentException(
          "a training state has step, tokens and seconds of at least 0, position and data_sha256");
    }
  }

  static TrainingState start(String dataSha256) {
    return new TrainingState(0, 0, 0, DataPosition.START, dataSha256);
  }

  /** The state one step later. */
  TrainingState after(Losses losses, double stepSeconds, DataPosition next) {
    return new TrainingState(
        step + 1, tokens + losses.tokens(), seconds + stepSeconds, next, dataSha256);
  }

  /** Share of the run that is done, 0 … 1. */
  double progress(PretrainingHyperparameters training) {
    double progress =
        training.steps() > 0
            ? (double) step / training.steps()
            : seconds / (60 * training.minutes());
    return Math.min(1, progress);
  }
}
