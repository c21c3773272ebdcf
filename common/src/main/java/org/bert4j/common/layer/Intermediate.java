package org.bert4j.common.layer;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/** First half of the feed-forward network: {@code activation(dense(x))}, H to I. */
public final class Intermediate extends Layer {
  final Linear dense;
  private final Function activation;
  private boolean isFused;
  private Tensor preActivation;
  private Tensor result;
  private Tensor input;

  /**
   * Makes the layer.
   *
   * @param in H
   * @param out I
   * @param activation applied to the dense layer's output
   */
  public Intermediate(long in, long out, Function activation) {
    dense = part("dense", new Linear(in, out));
    this.activation = activation;
  }

  Function activation() {
    return activation;
  }

  @Override
  public void reserve(Activations memory) {
    int rows = memory.capacity().rows();
    preActivation = memory.matrix(memory.computeType(), rows, dense.outputSize());
    // In half precision the argument is rounded, as where it is kept: results are the same then.
    isFused = !memory.isForBackward() && memory.computeType() == DataType.FP32;
    result =
        memory.isForBackward()
            ? memory.matrix(memory.computeType(), rows, dense.outputSize())
            : preActivation;
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param x {@code [N, H]}, kept until the backward pass
   * @return {@code [N, I]}
   */
  public Tensor forward(Pass pass, Tensor x) {
    input = x;
    Tensor argument = preActivation.rows(0, x.rows());
    Tensor y = result.rows(0, x.rows());
    if (isFused) {
      dense.forward(pass, x).apply(activation).into(y);
      return y;
    }
    dense.forward(pass, x).into(argument);
    pass.engine().elementwise().forward(activation, argument, y);
    return y;
  }

  /**
   * The gradients of the parameters.
   *
   * @param pass the pass
   * @param dy {@code [N, I]} gradient of the result, overwritten
   * @return the product, to be run into the gradient of x {@code [N, H]}
   */
  public Matmul backward(Pass pass, Tensor dy) {
    Tensor argument = preActivation.rows(0, dy.rows());
    pass.engine().elementwise().backward(activation, argument, dy, dy);
    dense.gradients(pass, input, dy);
    return dense.backward(pass, dy);
  }
}
