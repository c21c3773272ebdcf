package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_erf;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_gelu_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_tanh;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Operations on single elements: activations, sums, products and conversions. */
public final class Elementwise {
  /** Functions of one element. */
  public enum Function {
    /** {@code x Φ(x)} by the error function (Hendrycks and Gimpel, 2016). */
    GELU(dnnl_eltwise_gelu_erf),
    /** {@code x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))}, the approximation of the same paper. */
    GELU_TANH(dnnl_eltwise_gelu_tanh),
    /** {@code max(x, 0)}. */
    RELU(dnnl_eltwise_relu),
    /** Hyperbolic tangent. */
    TANH(dnnl_eltwise_tanh);

    private final int algorithm;

    Function(int algorithm) {
      this.algorithm = algorithm;
    }

    int algorithm() {
      return algorithm;
    }
  }

  private final PrimitiveCall call;
  private final PrimitiveCall.Maker forward = this::makeForward;
  private final PrimitiveCall.Maker backward = this::makeBackward;
  private final Pointwise pointwise;
  private int algorithm;

  Elementwise(PrimitiveCall call) {
    this.call = call;
    pointwise = new Pointwise(call);
  }

  /**
   * {@code y = f(x)}.
   *
   * @param function f
   * @param x the argument
   * @param y receives the result; may be x
   */
  public void forward(Function function, Tensor x, Tensor y) {
    algorithm = function.algorithm;
    call.start(dnnl_eltwise)
        .constant(0)
        .constant(algorithm)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .run(forward);
  }

  /**
   * {@code dx = dy f'(x)}.
   *
   * @param function f
   * @param x the argument of the forward pass
   * @param dy gradient of the result
   * @param dx receives the gradient of the argument; may be dy
   */
  public void backward(Function function, Tensor x, Tensor dy, Tensor dx) {
    algorithm = function.algorithm;
    call.start(dnnl_eltwise)
        .constant(1)
        .constant(algorithm)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_SRC, dx)
        .run(backward);
  }

  /**
   * Starts a sum.
   *
   * @param a first operand
   * @param b second operand, sizes as a's or 1
   * @return {@code a + b}, to be run {@link Pointwise#into into} its destination
   */
  public Pointwise add(Tensor a, Tensor b) {
    return pointwise.start(dnnl_binary_add, a, b);
  }

  /**
   * Starts a product.
   *
   * @param a first operand
   * @param b second operand, sizes as a's or 1
   * @return {@code a b}, to be run {@link Pointwise#into into} its destination
   */
  public Pointwise multiply(Tensor a, Tensor b) {
    return pointwise.start(dnnl_binary_mul, a, b);
  }

  /**
   * Copies a tensor, converting its elements; half precision is rounded to nearest, ties to even.
   *
   * @param x source
   * @param y destination of the same shape
   */
  public void copy(Tensor x, Tensor y) {
    call.start(dnnl_reorder)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DST, y)
        .run(Elementwise::makeCopy);
  }

  private void makeForward(PrimitiveCall ignored, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_eltwise_forward_primitive_desc_create(
            result,
            call.engine(),
            dnnl_forward_training,
            algorithm,
            call.descriptor(DNNL_ARG_SRC),
            call.descriptor(DNNL_ARG_DST),
            0,
            0,
            call.attributes()),
        "an activation");
  }

  private void makeBackward(PrimitiveCall ignored, dnnl_primitive_desc result) {
    dnnl_primitive_desc hint = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl_eltwise_forward_primitive_desc_create(
            hint,
            call.engine(),
            dnnl_forward_training,
            algorithm,
            call.descriptor(DNNL_ARG_SRC),
            call.descriptor(DNNL_ARG_SRC),
            0,
            0,
            call.attributes()),
        "an activation");
    OneDnn.check(
        dnnl_eltwise_backward_primitive_desc_create(
            result,
            call.engine(),
            algorithm,
            call.descriptor(DNNL_ARG_DIFF_SRC),
            call.descriptor(DNNL_ARG_DIFF_DST),
            call.descriptor(DNNL_ARG_SRC),
            0,
            0,
            hint,
            call.attributes()),
        "the gradient of an activation");
    dnnl_primitive_desc_destroy(hint);
  }

  private static void makeCopy(PrimitiveCall call, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_reorder_primitive_desc_create(
            result,
            call.descriptor(DNNL_ARG_SRC),
            call.engine(),
            call.descriptor(DNNL_ARG_DST),
            call.engine(),
            call.attributes()),
        "a copy");
  }
}
