package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_mul;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_primitive_desc_create;
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
  }

  private final PrimitiveCall call;
  private final PrimitiveCall.Maker forward = this::makeForward;
  private final PrimitiveCall.Maker backward = this::makeBackward;
  private final PrimitiveCall.Maker binary = this::makeBinary;
  private int algorithm;

  Elementwise(PrimitiveCall call) {
    this.call = call;
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
   * {@code y = a b factor}.
   *
   * @param a first operand
   * @param b second operand, sizes as a's or 1
   * @param factor a constant that is compiled in
   * @param y receives the product; may be a
   */
  public void multiply(Tensor a, Tensor b, float factor, Tensor y) {
    startBinary(dnnl_binary_mul, a, b, y);
    if (factor != 1) {
      call.postOps().scale(factor);
    }
    call.run(binary);
  }

  /**
   * {@code y = a + b}.
   *
   * @param a first operand
   * @param b second operand, sizes as a's or 1
   * @param y receives the sum; may be a
   */
  public void add(Tensor a, Tensor b, Tensor y) {
    startBinary(dnnl_binary_add, a, b, y);
    call.run(binary);
  }

  private void startBinary(int operation, Tensor a, Tensor b, Tensor y) {
    algorithm = operation;
    call.start(dnnl_binary)
        .constant(operation)
        .argument(DNNL_ARG_SRC, a)
        .argument(DNNL_ARG_SRC_1, b)
        .argument(DNNL_ARG_DST, y);
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

  private void makeBinary(PrimitiveCall ignored, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_binary_primitive_desc_create(
            result,
            call.engine(),
            algorithm,
            call.descriptor(DNNL_ARG_SRC),
            call.descriptor(DNNL_ARG_SRC_1),
            call.descriptor(DNNL_ARG_DST),
            call.attributes()),
        "a sum or product");
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
