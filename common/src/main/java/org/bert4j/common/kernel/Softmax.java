package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_forward_primitive_desc_create;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/** Softmax over the last dimension. */
public final class Softmax {
  private static final PrimitiveCall.Maker FORWARD = Softmax::makeForward;
  private static final PrimitiveCall.Maker BACKWARD = Softmax::makeBackward;

  private final PrimitiveCall call;

  Softmax(PrimitiveCall call) {
    this.call = call;
  }

  /**
   * {@code y = softmax(x)}.
   *
   * @param x logits
   * @param y receives the probabilities; may be x
   */
  public void forward(Tensor x, Tensor y) {
    start(x, y).run(FORWARD);
  }

  /**
   * {@code y = factor softmax(x)}.
   *
   * @param x logits
   * @param factor a single element
   * @param y receives the scaled probabilities; may be x
   */
  public void forward(Tensor x, Tensor factor, Tensor y) {
    start(x, y).postOps().multiply(factor);
    call.run(FORWARD);
  }

  /**
   * {@code y = factor softmax(x) + shift}.
   *
   * @param x logits
   * @param factor a single element
   * @param shift a single element
   * @param y receives the result; may be x
   */
  public void forward(Tensor x, Tensor factor, Tensor shift, Tensor y) {
    start(x, y).postOps().multiply(factor);
    call.postOps().add(shift);
    call.run(FORWARD);
  }

  private PrimitiveCall start(Tensor x, Tensor y) {
    return call.start(dnnl_softmax).constant(0).argument(DNNL_ARG_SRC, x).argument(DNNL_ARG_DST, y);
  }

  /**
   * {@code dx = y (dy − Σ dy y)}.
   *
   * @param y the probabilities
   * @param dy their gradient
   * @param dx receives the logits' gradient; may be dy
   */
  public void backward(Tensor y, Tensor dy, Tensor dx) {
    call.start(dnnl_softmax)
        .constant(1)
        .argument(DNNL_ARG_DST, y)
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_SRC, dx)
        .run(BACKWARD);
  }

  private static void makeForward(PrimitiveCall call, dnnl_primitive_desc result) {
    describe(call, call.descriptor(DNNL_ARG_SRC), result);
  }

  private static void describe(
      PrimitiveCall call, dnnl_memory_desc source, dnnl_primitive_desc result) {
    OneDnn.check(
        dnnl_softmax_forward_primitive_desc_create(
            result,
            call.engine(),
            dnnl_forward_training,
            dnnl_softmax_accurate,
            source,
            call.descriptor(DNNL_ARG_DST),
            lastAxis(call),
            call.attributes()),
        "softmax");
  }

  private static void makeBackward(PrimitiveCall call, dnnl_primitive_desc result) {
    dnnl_memory_desc destination = call.descriptor(DNNL_ARG_DST);
    dnnl_primitive_desc forward = new dnnl_primitive_desc();
    describe(call, destination, forward);
    OneDnn.check(
        dnnl_softmax_backward_primitive_desc_create(
            result,
            call.engine(),
            dnnl_softmax_accurate,
            call.descriptor(DNNL_ARG_DIFF_SRC),
            call.descriptor(DNNL_ARG_DIFF_DST),
            destination,
            lastAxis(call),
            forward,
            call.attributes()),
        "the gradient of softmax");
    dnnl_primitive_desc_destroy(forward);
  }

  private static int lastAxis(PrimitiveCall call) {
    return call.operand(DNNL_ARG_DST).rank() - 1;
  }
}
