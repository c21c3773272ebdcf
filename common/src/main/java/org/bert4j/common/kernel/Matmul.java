package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Matrix product {@code y = a b}, batched over leading dimensions, with everything that can ride
 * along: {@code engine.matmul(a, b).bias(c).multiply(mask).scale(s).add(residual).into(y)}. The
 * operations apply in the order they are named; operands of either type mix, sums are in single
 * precision.
 */
public final class Matmul {
  private static final PrimitiveCall.Maker MAKER = Matmul::make;

  private final PrimitiveCall call;

  Matmul(PrimitiveCall call) {
    this.call = call;
  }

  Matmul start(Tensor a, Tensor b) {
    call.start(dnnl_matmul).argument(DNNL_ARG_SRC, a).argument(DNNL_ARG_WEIGHTS, b);
    return this;
  }

  /**
   * Adds a bias to every row.
   *
   * @param bias {@code [1, columns]}
   * @return this call
   */
  public Matmul bias(Tensor bias) {
    call.argument(DNNL_ARG_BIAS, bias);
    return this;
  }

  /**
   * Multiplies elementwise.
   *
   * @param factor a tensor whose sizes are the result's or 1
   * @return this call
   */
  public Matmul multiply(Tensor factor) {
    call.postOps().multiply(factor);
    return this;
  }

  /**
   * Multiplies by a constant; each value compiles a primitive of its own, so use few.
   *
   * @param factor the constant
   * @return this call
   */
  public Matmul scale(float factor) {
    if (factor != 1) {
      call.postOps().scale(factor);
    }
    return this;
  }

  /**
   * Adds elementwise.
   *
   * @param summand a tensor whose sizes are the result's or 1
   * @return this call
   */
  public Matmul add(Tensor summand) {
    call.postOps().add(summand);
    return this;
  }

  /**
   * Applies a function to each element.
   *
   * @param function the function
   * @return this call
   */
  public Matmul apply(Elementwise.Function function) {
    call.postOps().function(function.algorithm());
    return this;
  }

  /**
   * Adds what stands in the destination.
   *
   * @param accumulate false to overwrite it
   * @return this call
   */
  public Matmul accumulate(boolean accumulate) {
    if (accumulate) {
      call.postOps().accumulate();
    }
    return this;
  }

  /**
   * Runs the product.
   *
   * @param y receives the result
   */
  public void into(Tensor y) {
    call.argument(DNNL_ARG_DST, y).run(MAKER);
  }

  private static void make(PrimitiveCall call, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_matmul_primitive_desc_create(
            result,
            call.engine(),
            call.descriptor(DNNL_ARG_SRC),
            call.descriptor(DNNL_ARG_WEIGHTS),
            call.descriptor(DNNL_ARG_BIAS),
            call.descriptor(DNNL_ARG_DST),
            call.attributes()),
        "a matrix product");
  }
}
