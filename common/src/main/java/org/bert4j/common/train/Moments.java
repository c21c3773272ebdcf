package org.bert4j.common.train;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;

/** Running means of gradients and of their squares, in the order of the parameters. */
public final class Moments implements AutoCloseable {
  private final Arena arena = new Arena();
  private final Tensor expAvg;
  private final Tensor expAvgSq;
  private long steps;

  Moments(Parameters parameters) {
    try {
      expAvg = arena.vector(parameters.values().elements());
      expAvgSq = arena.vector(parameters.values().elements());
    } catch (RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  /**
   * First moments.
   *
   * @return {@code [1, elements]}
   */
  public Tensor expAvg() {
    return expAvg;
  }

  /**
   * Second moments.
   *
   * @return {@code [1, elements]}
   */
  public Tensor expAvgSq() {
    return expAvgSq;
  }

  /**
   * Steps taken so far.
   *
   * @return their number
   */
  public long steps() {
    return steps;
  }

  /**
   * Goes on from moments that were saved.
   *
   * @param stepsTaken steps that they come from
   */
  public void resume(long stepsTaken) {
    steps = stepsTaken;
  }

  /** Factors that correct the moments' bias towards zero at their start. */
  record Correction(double first, double second) {}

  /** Counts a step and gives its correction. */
  Correction next(OptimizerSettings settings) {
    steps++;
    return new Correction(
        1 / (1 - Math.pow(settings.beta1(), steps)), 1 / (1 - Math.pow(settings.beta2(), steps)));
  }

  @Override
  public void close() {
    arena.close();
  }
}
