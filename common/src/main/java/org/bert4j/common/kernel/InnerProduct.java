package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_BIAS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_backward_weights_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_inner_product_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * Gradients of a dense layer's parameters: the sum for the bias is part of the weights' product.
 */
final class InnerProduct {
  private static final PrimitiveCall.Maker MAKER = InnerProduct::make;

  private final PrimitiveCall call;

  InnerProduct(PrimitiveCall call) {
    this.call = call;
  }

  /** {@code dw = dyᵀ x}, {@code [out, in]}, and {@code db = Σ dy}, {@code [1, out]}. */
  void gradients(Tensor x, Tensor dy, Tensor dw, Tensor db) {
    call.start(dnnl_inner_product)
        .argument(DNNL_ARG_SRC, x)
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_WEIGHTS, dw)
        .argument(DNNL_ARG_DIFF_BIAS, db)
        .run(MAKER);
  }

  private static void make(PrimitiveCall call, dnnl_primitive_desc result) {
    dnnl_memory_desc x = call.descriptor(DNNL_ARG_SRC);
    dnnl_memory_desc dy = call.descriptor(DNNL_ARG_DIFF_DST);
    Tensor dw = call.operand(DNNL_ARG_DIFF_WEIGHTS);
    dnnl_memory_desc weights =
        OneDnn.describe(call.operand(DNNL_ARG_SRC).type(), dw.shape(), dw.strides());
    dnnl_memory_desc bias = OneDnn.describeVector(dw.rows());
    dnnl_primitive_desc forward = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl_inner_product_forward_primitive_desc_create(
            forward, call.engine(), dnnl_forward_training, x, weights, null, dy, null),
        "a dense layer");
    OneDnn.check(
        dnnl_inner_product_backward_weights_primitive_desc_create(
            result,
            call.engine(),
            x,
            call.descriptor(DNNL_ARG_DIFF_WEIGHTS),
            bias,
            dy,
            forward,
            call.attributes()),
        "the gradient of a dense layer's weights");
    dnnl_primitive_desc_destroy(forward);
    dnnl_memory_desc_destroy(weights);
    dnnl_memory_desc_destroy(bias);
  }
}
