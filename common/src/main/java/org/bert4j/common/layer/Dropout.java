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

  /** Whether elements are dropped in training. */
  boolean isPossible() {
    return rate > 0;
  }

  /** Draws the mask of this step for the rows of a batch, {@code [rows, columns]}. */
  void drawRows(Pass pass, int columns) {
    mask = null;
    if (pass.hiddenMasks() != null && rate > 0) {
      SequenceLayout layout = pass.layout();
      long elements = (long) layout.rows() * columns;
      mask = pass.hiddenMasks().next(elements, layout.rowSegments(), columns);
      mask = mask.reshape(layout.rows(), columns);
    }
  }

  /** Draws the mask of this step for the attention scores of all heads, {@code [1, A scores]}. */
  void drawScores(Pass pass, int heads) {
    mask = null;
    if (pass.attentionMasks() != null && rate > 0) {
      SequenceLayout layout = pass.layout();
      mask = pass.attentionMasks().next(heads * layout.scores(), layout.scoreSegments(), heads);
    }
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
