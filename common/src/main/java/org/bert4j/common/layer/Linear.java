package org.bert4j.common.layer;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/** {@code y = x Wᵀ + b}. */
public final class Linear {
  private final ComputeEngine engine;
  private final Parameter weight;
  private final Parameter bias;
  private final Tensor transposed;

  /**
   * Makes a layer of its parameters.
   *
   * @param engine runs it
   * @param weight W, {@code [out, in]}
   * @param bias b, {@code [1, out]}
   */
  public Linear(ComputeEngine engine, Parameter weight, Parameter bias) {
    this.engine = engine;
    this.weight = weight;
    this.bias = bias;
    this.transposed = weight.compute().transpose();
  }

  /**
   * Makes the layer whose parameters are {@code name.weight} and {@code name.bias}.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer
   * @return the layer
   */
  public static Linear of(ComputeEngine engine, Parameters parameters, String name) {
    return new Linear(engine, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
  }

  /**
   * Output size.
   *
   * @return out
   */
  public int outputSize() {
    return weight.value().rows();
  }

  /**
   * The forward pass.
   *
   * @param x {@code [rows, in]}
   * @return the product, to be run into y {@code [rows, out]}
   */
  public Matmul forward(Tensor x) {
    return engine.matmul(x, transposed).bias(bias.value());
  }

  /**
   * The gradient of the input.
   *
   * @param dy {@code [rows, out]}
   * @return the product, to be run into dx {@code [rows, in]}
   */
  public Matmul backward(Tensor dy) {
    return engine.matmul(dy, weight.compute());
  }

  /**
   * The gradients of weight and bias.
   *
   * @param x input of the forward pass
   * @param dy gradient of the output
   * @param accumulate whether to add to what earlier micro-batches left
   */
  public void gradients(Tensor x, Tensor dy, boolean accumulate) {
    engine.matmul(dy.transpose(), x).accumulate(accumulate).into(weight.gradient());
    engine.sumRows(dy, bias.gradient(), accumulate);
  }
}
