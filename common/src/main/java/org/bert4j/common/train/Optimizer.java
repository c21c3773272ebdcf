package org.bert4j.common.train;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.layer.Parameters;

/** Moves parameters along their gradients, which it clips to a global norm first. */
public interface Optimizer extends AutoCloseable {
  /** The optimizers there are. */
  enum Algorithm {
    /** For batches of the usual size. */
    ADAMW,
    /** For batches of thousands of sequences. */
    LAMB;

    /**
     * Makes an optimizer with zero moments.
     *
     * @param engine does the work
     * @param parameters to optimize
     * @param settings of the optimizer
     * @return the optimizer
     */
    public Optimizer of(ComputeEngine engine, Parameters parameters, OptimizerSettings settings) {
      return this == ADAMW
          ? new AdamW(engine, parameters, settings)
          : new Lamb(engine, parameters, settings);
    }
  }

  /**
   * Clips the gradients and updates the parameters, also in the type that matrix products take.
   *
   * @param learningRate of this step
   * @param gradientNorm global norm, as {@link GradientNorm} gives it
   */
  void step(double learningRate, double gradientNorm);

  /**
   * The optimizer's memory.
   *
   * @return moments and the number of steps
   */
  Moments moments();

  @Override
  default void close() {
    moments().close();
  }
}
