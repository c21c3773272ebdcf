package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_backward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_layer_normalization_forward_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * {@code y = scale (x − mean) / sqrt(variance + epsilon) + shift}, row by row, with the biased
 * variance (Ba, Kiros and Hinton, 2016).
 */
public final class LayerNormalization {
  private static final int FLAGS = dnnl_use_scale | dnnl_use_shift;

  private final PrimitiveCall call;
  private final PrimitiveCall.Maker forward = this::makeForward;
  private final PrimitiveCall.Maker backward = this::makeBackward;
  private float epsilon;

  LayerNormalization(PrimitiveCall call) {
    this.call = call;
  }

  /**
   * What a normalization is made of.
   *
   * @param scale of every column, {@code [1, columns]}
   * @param shift of every column, {@code [1, columns]}
   * @param epsilon added to the variance
   */
  public record Norm(Tensor scale, Tensor shift, float epsilon) {}

  /**
   * Gradients of a normalization's parameters.
   *
   * @param scale {@code [1, columns]}
   * @param shift {@code [1, columns]}
   */
  public record Gradients(Tensor scale, Tensor shift) {}

  /**
   * What the backward pass needs of the forward pass.
   *
   * @param x the input, {@code [rows, columns]}
   * @param mean its rows' means, {@code [rows, 1]}
   * @param variance its rows' variances, {@code [rows, 1]}
   */
  public record Saved(Tensor x, Tensor mean, Tensor variance) {}

  /**
   * Normalizes rows.
   *
   * @param saved gives x and receives the statistics
   * @param norm the normalization
   * @param y receives the result
   */
  public void forward(Saved saved, Norm norm, Tensor y) {
    epsilon = norm.epsilon();
    call.start(dnnl_layer_normalization)
        .constant(0)
        .constant(Float.floatToRawIntBits(epsilon))
        .argument(DNNL_ARG_SRC, saved.x())
        .argument(DNNL_ARG_DST, y)
        .argument(DNNL_ARG_MEAN, saved.mean())
        .argument(DNNL_ARG_VARIANCE, saved.variance())
        .argument(DNNL_ARG_SCALE, norm.scale())
        .argument(DNNL_ARG_SHIFT, norm.shift())
        .run(forward);
  }

  /**
   * Computes the gradients of input, scale and shift.
   *
   * @param saved input and statistics of the forward pass
   * @param norm the normalization
   * @param dy gradient of the result
   * @param gradients receive the gradients of scale and shift
   * @param dx receives the gradient of the input
   */
  public void backward(Saved saved, Norm norm, Tensor dy, Gradients gradients, Tensor dx) {
    epsilon = norm.epsilon();
    call.start(dnnl_layer_normalization)
        .constant(1)
        .constant(Float.floatToRawIntBits(epsilon))
        .argument(DNNL_ARG_SRC, saved.x())
        .argument(DNNL_ARG_MEAN, saved.mean())
        .argument(DNNL_ARG_VARIANCE, saved.variance())
        .argument(DNNL_ARG_SCALE, norm.scale())
        .argument(DNNL_ARG_DIFF_DST, dy)
        .argument(DNNL_ARG_DIFF_SCALE, gradients.scale())
        .argument(DNNL_ARG_DIFF_SHIFT, gradients.shift())
        .argument(DNNL_ARG_DIFF_SRC, dx)
        .run(backward);
  }

  private void makeForward(PrimitiveCall ignored, dnnl_primitive_desc result) {
    describeForward(call.descriptor(DNNL_ARG_DST), result);
  }

  private void describeForward(dnnl_memory_desc destination, dnnl_primitive_desc result) {
    dnnl_memory_desc statistics = OneDnn.describeVector(call.operand(DNNL_ARG_SRC).rows());
    OneDnn.check(
        dnnl_layer_normalization_forward_primitive_desc_create(
            result,
            call.engine(),
            dnnl_forward_training,
            call.descriptor(DNNL_ARG_SRC),
            destination,
            statistics,
            epsilon,
            FLAGS,
            call.attributes()),
        "layer normalization");
    dnnl_memory_desc_destroy(statistics);
  }

  private void makeBackward(PrimitiveCall ignored, dnnl_primitive_desc result) {
    dnnl_primitive_desc hint = new dnnl_primitive_desc();
    describeForward(call.descriptor(DNNL_ARG_DIFF_DST), hint);
    dnnl_memory_desc statistics = OneDnn.describeVector(call.operand(DNNL_ARG_SRC).rows());
    OneDnn.check(
        dnnl_layer_normalization_backward_primitive_desc_create(
            result,
            call.engine(),
            dnnl_backward,
            call.descriptor(DNNL_ARG_DIFF_SRC),
            call.descriptor(DNNL_ARG_DIFF_DST),
            call.descriptor(DNNL_ARG_SRC),
            statistics,
            epsilon,
            FLAGS,
            hint,
            call.attributes()),
        "the gradient of layer normalization");
    dnnl_memory_desc_destroy(statistics);
    dnnl_primitive_desc_destroy(hint);
  }
}
