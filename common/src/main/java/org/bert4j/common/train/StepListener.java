package org.bert4j.common.train;

import org.bert4j.common.model.DataParallel;

/**
 * Hears the steps of any run, on the thread that trains. Every method does nothing unless
 * overridden.
 */
public interface StepListener {
  /** Hears nothing. */
  StepListener DEAF = new StepListener() {};

  /**
   * The model is ready, and training is about to begin or go on.
   *
   * @param model the model, which the run closes
   */
  default void modelReady(DataParallel<?, ?> model) {}

  /**
   * A step was taken.
   *
   * @param step what it was
   */
  default void stepTaken(TrainedStep step) {}
}
