package org.bert4j.common.train;

import org.bert4j.common.model.Losses;

/**
 * The steps since the last line of {@code metrics.jsonl}.
 *
 * @param <L> the model's losses
 */
public final class MetricsWindow<L extends Losses<L>> {
  private L losses;
  private double seconds;
  private TrainingStep.Outcome<L> last;

  /** Begins the first window. */
  public MetricsWindow() {}

  /**
   * What came of some steps.
   *
   * @param losses sums over all of them
   * @param tokensPerSecond training speed
   * @param last the last one
   * @param <L> the model's losses
   */
  public record Summary<L extends Losses<L>>(
      L losses, double tokensPerSecond, TrainingStep.Outcome<L> last) {}

  /**
   * Adds a step.
   *
   * @param step what it did
   * @param stepSeconds how long it took
   */
  public void add(TrainingStep.Outcome<L> step, double stepSeconds) {
    losses = losses == null ? step.losses() : losses.plus(step.losses());
    seconds += stepSeconds;
    last = step;
  }

  /**
   * Ends the window, which has at least one step, and begins the next one.
   *
   * @return what came of its steps
   */
  public Summary<L> close() {
    Summary<L> summary = new Summary<>(losses, losses.tokens() / seconds, last);
    losses = null;
    seconds = 0;
    return summary;
  }
}
