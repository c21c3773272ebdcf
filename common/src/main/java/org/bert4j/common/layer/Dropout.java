package org.bert4j.common.layer;

import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/**
 * Dropout (Srivastava et al., 2014): zeroes elements at a rate and scales the others so that the
 * expectation stays. Off in evaluation and at rate 0.
 */
public final class Dropout {
  private final float rate;
  private final float scale;
  private Tensor mask;

  /**
   * Makes dropout at a rate.
   *
   * @param rate probability of a zero, 0 to below 1
   */
  public Dropout(float rate) {
    this.rate = rate;
    this.scale = 1 / (1 - DropoutMasks.exactRate(rate));
  }

  /**
   * Elements of the mask this will take from the masks of a step.
   *
   * @param elements elements that it is applied to
   * @return that number, or 0 where the rate is 0
   */
  public long maskElements(long elements) {
    return rate == 0 ? 0 : elements;
  }

  /**
   * Takes the mask of this step.
   *
   * @param masks masks of the step, null in evaluation
   * @param rows rows that it is applied to
   * @param columns columns that it is applied to
   */
  void draw(DropoutMasks masks, long rows, long columns) {
    mask = masks == null || rate == 0 ? null : masks.next(rows, columns);
  }

  /** Whether elements are dropped in this step. */
  boolean isOn() {
    return mask != null;
  }

  /** Mask of this step. */
  Tensor mask() {
    return mask;
  }

  /** Factor of the elements that stay. */
  float scale() {
    return scale;
  }

  /** Applies this to a product before what follows in the call. */
  Matmul apply(Matmul product) {
    return isOn() ? product.multiply(mask).scale(scale) : product;
  }
}
