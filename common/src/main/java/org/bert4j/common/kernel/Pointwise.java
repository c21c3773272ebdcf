package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * An operation on two tensors, element by element, and what is done to each result before it is
 * stored, in the order it is named: {@code elementwise.multiply(a, b).scale(s).into(y)}.
 */
public final class Pointwise {
  private final PrimitiveCall call;
  private final PrimitiveCall.Maker maker = this::make;
  private int algorithm;

  Pointwise(PrimitiveCall call) {
    this.call = call;
  }

  Pointwise start(int newAlgorithm, Tensor a, Tensor b) {
    algorithm = newAlgorithm;
    call.start(dnnl_binary)
        .constant(newAlgorithm)
        .argument(DNNL_ARG_SRC, a)
        .argument(DNNL_ARG_SRC_1, b);
    return this;
  }

  /** Starts a product to whose elements something is done that was noted before. */
  Pointwise multiply(Tensor a, Tensor b, PostOps noted) {
    start(dnnl_binary_mul, a, b);
    call.postOps().set(noted);
    return this;
  }

  /**
   * Multiplies by a constant; each value compiles a primitive of its own, so use few.
   *
   * @param factor the constant
   * @return this call
   */
  public Pointwise scale(float factor) {
    if (factor != 1) {
      call.postOps().scale(factor);
    }
    return this;
  }

  /**
   * Runs the operation.
   *
   * @param y receives the result; may be the first operand
   */
  public void into(Tensor y) {
    call.argument(DNNL_ARG_DST, y).run(maker);
  }

  private void make(PrimitiveCall ignored, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_binary_primitive_desc_create(
            result,
            call.engine(),
            algorithm,
            call.descriptor(DNNL_ARG_SRC),
            call.descriptor(DNNL_ARG_SRC_1),
            call.descriptor(DNNL_ARG_DST),
            call.attributes()),
        "an operation on two tensors");
  }
}
