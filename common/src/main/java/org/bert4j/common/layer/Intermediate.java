package org.bert4j.common.layer;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/** First half of the feed-forward network: {@code activation(dense(x))}, H to I. */
public final class Intermediate {
  private final ComputeEngine engine;
  private final Linear dense;
  private final Function activation;
  private Tensor preActivation;
  private Tensor result;
  private Tensor input;

  /**
   * Makes the layer whose parameters are {@code name.dense}.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer
   * @param activation applied to the dense layer's output
   */
  public Intermediate(
      ComputeEngine engine, Parameters parameters, String name, Function activation) {
    this.engine = engine;
    this.activation = activation;
    dense = Linear.of(engine, parameters, name + ".dense");
  }

  /**
   * Makes room for argument and result of the activation.
   *
   * @param arena owns the memory
   * @param capacity largest batch
   */
  public void reserve(Arena arena, Capacity capacity) {
    preActivation = arena.matrix(capacity.computeType(), capacity.rows(), dense.outputSize());
    result = arena.matrix(capacity.computeType(), capacity.rows(), dense.outputSize());
  }

  /**
   * The forward pass.
   *
   * @param x {@code [N, H]}, kept until the backward pass
   * @return {@code [N, I]}
   */
  public Tensor forward(Tensor x) {
    input = x;
    Tensor argument = preActivation.rows(0, x.rows());
    Tensor y = result.rows(0, x.rows());
    dense.forward(x).into(argument);
    engine.elementwise().forward(activation, argument, y);
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
    engine.elementwise().backward(activation, preActivation.rows(0, dy.rows()), dy, dy);
    dense.gradients(input, dy, pass.accumulate());
    return dense.backward(dy);
  }
}
