package org.bert4j.common.layer;

import org.bert4j.common.kernel.DropoutMasks;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Segments;
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
   * Whether elements are dropped in training.
   *
   * @return false at rate 0
   */
  public boolean isPossible() {
    return rate > 0;
  }

  /**
   * Draws the mask of this step for the rows of a batch.
   *
   * @param pass the pass
   * @param columns of the rows
   */
  public void drawRows(Pass pass, int columns) {
    draw(pass, pass.layout().rows(), pass.layout().rowSegments(), columns);
  }

  /**
   * Draws the mask of this step for one row a sequence.
   *
   * @param pass the pass
   * @param columns of the rows
   */
  public void drawSequences(Pass pass, int columns) {
    draw(pass, pass.layout().sequences(), pass.layout().sequenceSegments(), columns);
  }

  private void draw(Pass pass, long rows, Segments segments, int columns) {
    mask = null;
    if (pass.hiddenMasks() != null && rate > 0) {
      mask = pass.hiddenMasks().next(pass.engine(), rows * columns, segments, columns);
      mask = mask.reshape(rows, columns);
    }
  }

  /** Draws the mask of this step for the attention scores of all heads, {@code [1, A scores]}. */
  void drawScores(Pass pass, AttentionLayout layout, int heads) {
    mask = null;
    if (pass.attentionMasks() != null && rate > 0) {
      long elements = heads * layout.scores();
      mask = pass.attentionMasks().next(pass.engine(), elements, layout.scoreSegments(), heads);
    }
  }

  /**
   * Whether elements are dropped in this step.
   *
   * @return false in evaluation
   */
  public boolean isOn() {
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

  /**
   * Applies this to a product before what follows in the call.
   *
   * @param product the product
   * @return the same product
   */
  public Matmul apply(Matmul product) {
    return isOn() ? product.multiply(mask).scale(scale) : product;
  }

  /**
   * Applies this where it is on.
   *
   * @param pass the pass
   * @param x rows of the mask that was drawn
   * @param y receives the result, may be x
   */
  public void apply(Pass pass, Tensor x, Tensor y) {
    pass.engine().elementwise().multiply(x, mask).scale(scale).into(y);
  }
}
