package org.bert4j.finetune;

import java.util.ArrayList;
import java.util.List;

/**
 * Where training stands after a step: what a checkpoint keeps beside parameters and optimizer.
 *
 * @param step optimizer steps done
 * @param tokens tokens trained on
 * @param seconds training time
 * @param scores validation score after each epoch
 * @param dataSha256 hash of the files that the data were read from
 */
record FineTuningState(
    long step, long tokens, double seconds, List<Double> scores, String dataSha256) {

  FineTuningState {
    if (step < 0 || tokens < 0 || !(seconds >= 0) || scores == null || dataSha256 == null) {
      throw new IllegalArgumentException(
          "a training state has step, tokens and seconds of at least 0, scores and data_sha256");
    }
    scores = List.copyOf(scores);
  }

  static FineTuningState start(String dataSha256) {
    return new FineTuningState(0, 0, 0, List.of(), dataSha256);
  }

  /** The state one step later. */
  FineTuningState after(long stepTokens, double stepSeconds) {
    return new FineTuningState(
        step + 1, tokens + stepTokens, seconds + stepSeconds, scores, dataSha256);
  }

  /** The state after the evaluation that ends an epoch. */
  FineTuningState evaluated(double score) {
    List<Double> all = new ArrayList<>(scores);
    all.add(score);
    return new FineTuningState(step, tokens, seconds, all, dataSha256);
  }

  /** The epoch with the highest score, the first being 1; 0 before any. */
  int bestEpoch() {
    int best = 0;
    for (int epoch = 1; epoch <= scores.size(); epoch++) {
      if (best == 0 || isBetter(scores.get(epoch - 1), scores.get(best - 1))) {
        best = epoch;
      }
    }
    return best;
  }

  private static boolean isBetter(double score, double best) {
    return score > best || Double.isNaN(best) && !Double.isNaN(score);
  }

  /** Epochs evaluated since the best one. */
  int epochsSinceBest() {
    return scores.size() - bestEpoch();
  }
}
