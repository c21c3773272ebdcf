package org.bert4j.common.train;

import org.bert4j.common.model.Losses;

/** The steps since the last line of {@code metrics.jsonl}. */
public final class MetricsWindow {
  private Losses losses;
  private double seconds;
  private TrainingStep.Outcome last;

  /** Begins the first window. */
  public MetricsWindow() {}

  /**
   * What came of some steps.
   *
   * @param losses sums over all of them
   * @param tokensPerSecond training speed
   * @param last the last one
   */
  public record Summary(Losses losses, double tokensPerSecond, TrainingStep.Outcome last) {}

  /**
   * Adds a step.
   *
   * @param step what it did
   * @param stepSeconds how long it took
   */
  public void add(TrainingStep.Outcome step, double stepSeconds) {
    losses = losses == null ? step.losses() : losses.plus(step.losses());
    seconds += stepSeconds;
    last = step;
  }

  /**
   * Ends the window, which has at least one step, and begins the next one.
   *
   * @return what came of its steps
   */
  public Summary close() {
    Summary summary = new Summary(losses, losses.tokens() / seconds, last);
    losses = null;
    seconds = 0;
    return summary;
  }
}
