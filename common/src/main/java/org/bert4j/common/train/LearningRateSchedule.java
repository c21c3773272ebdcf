package org.bert4j.common.train;

/**
 * Learning rate over a run: it rises linearly during warm-up, then follows a curve. Progress may be
 * counted in steps or in shares of a time budget.
 *
 * @param curve after the warm-up
 * @param peak learning rate at the end of the warm-up
 * @param warmup length of the warm-up, in the unit of the total
 * @param total length of the run
 */
public record LearningRateSchedule(Curve curve, double peak, double warmup, double total) {
  /** Learning rate of a polynomial decay's end, HuggingFace's {@code lr_end}. */
  private static final double POLYNOMIAL_END = 1e-7;

  /** Unit of an inverse square root without warm-up, HuggingFace's {@code timescale}. */
  private static final double TIMESCALE = 10_000;

  /**
   * What the learning rate does after the warm-up; names and formulas as in HuggingFace's
   * schedules.
   */
  public enum Curve {
    /** Falls in a straight line to 0. */
    LINEAR,
    /** Falls to 0 along half a cosine wave. */
    COSINE,
    /** Falls in a straight line to 1e-7, or stays if that is not lower. */
    POLYNOMIAL,
    /** Falls with the inverse square root of the position (Vaswani et al., 2017). */
    INVERSE_SQRT,
    /** Stays. */
    CONSTANT_WITH_WARMUP,
    /** Stays, and is there from the first step on: there is no warm-up. */
    CONSTANT;

    /**
     * Whether the learning rate rises first.
     *
     * @return true unless it is constant from the first step on
     */
    public boolean warmsUp() {
      return this != CONSTANT;
    }
  }

  /** Checks every value. {@inheritDoc} */
  public LearningRateSchedule {
    if (!(peak > 0) || !Double.isFinite(peak)) {
      throw new IllegalArgumentException("learning_rate is " + peak + ", expected above 0");
    }
    if (!(warmup >= 0)) {
      throw new IllegalArgumentException("warmup is " + warmup + ", expected at least 0");
    }
    if (!(total > 0)) {
      throw new IllegalArgumentException("total is " + total + ", expected above 0");
    }
  }

  /**
   * Learning rate at a point of the run.
   *
   * @param position steps taken before this one, or time elapsed
   * @return the learning rate
   */
  public double at(double position) {
    if (position < warmup && curve.warmsUp()) {
      return peak * position / warmup;
    }
    return switch (curve) {
      case LINEAR -> peak * Math.max(0, remaining(position));
      case COSINE ->
          peak * Math.max(0, 0.5 * (1 + Math.cos(Math.PI * (position - warmup) / decay())));
      case POLYNOMIAL -> {
        double end = Math.min(peak, POLYNOMIAL_END);
        yield position > total ? end : (peak - end) * remaining(position) + end;
      }
      case INVERSE_SQRT -> peak / Math.sqrt((position + timescale() - warmup) / timescale());
      case CONSTANT_WITH_WARMUP, CONSTANT -> peak;
    };
  }

  /** Where the curve begins, as HuggingFace has it: at the end of the warm-up, if there is one. */
  private double timescale() {
    return warmup > 0 ? warmup : TIMESCALE;
  }

  private double remaining(double position) {
    return (total - position) / decay();
  }

  private double decay() {
    return total > warmup ? total - warmup : 1;
  }
}
