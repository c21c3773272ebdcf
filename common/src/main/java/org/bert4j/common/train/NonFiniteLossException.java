package org.bert4j.common.train;

import java.util.Locale;

/** Training went wrong: a loss or a gradient is infinite or not a number. */
public final class NonFiniteLossException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Makes the exception.
   *
   * @param step the step that went wrong, the first being 1
   * @param quantity what went bad: the loss or the gradient norm
   * @param value its value
   * @param tensor the first tensor with such a value
   */
  public NonFiniteLossException(long step, String quantity, double value, String tensor) {
    super(
        String.format(
            Locale.ROOT,
            "step %d: the %s is %s; the first tensor that is not finite is %s; try a lower learning rate",
            step,
            quantity,
            value,
            tensor));
  }
}
