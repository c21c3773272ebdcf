package org.bert4j.common.layer;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/**
 * {@code y = x Wᵀ + b}. The backward pass takes W from a packed copy. The forward pass does not,
 * unless asked to: for one product a step, packing Wᵀ takes as long as it saves.
 */
public final class Linear {
  private final ComputeEngine engine;
  private final Parameters parameters;
  private final Parameter weight;
  private final Parameter bias;
  private Tensor transposed;
  private Tensor packed;

  /**
   * Makes a layer of its parameters.
   *
   * @param engine runs it
   * @param parameters the model's, which weight and bias are of
   * @param weight W, {@code [out, in]}
   * @param bias b, {@code [1, out]}
   */
  public Linear(ComputeEngine engine, Parameters parameters, Parameter weight, Parameter bias) {
    this.engine = engine;
    this.parameters = parameters;
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
    return new Linear(
        engine, parameters, parameters.get(name + ".weight"), parameters.get(name + ".bias"));
  }

  /**
   * Makes the forward pass take Wᵀ from a packed copy, too, which pays where it is called several
   * times a step.
   *
   * @return this layer
   */
  public Linear packingForward() {
    transposed = parameters.packed(engine, weight.compute().transpose());
    return this;
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
    if (packed == null) {
      packed = parameters.packed(engine, weight.compute());
    }
    return engine.matmul(dy, packed);
  }

  /**
   * The gradients of weight and bias.
   *
   * @param x input of the forward pass
   * @param dy gradient of the output
   * @param accumulate whether to add to what earlier micro-batches left
   */
  public void gradients(Tensor x, Tensor dy, boolean accumulate) {
    gradients(engine, x, dy, accumulate);
  }

  /**
   * The gradients of weight and bias, left for the end of the pass.
   *
   * @param pass the pass
   * @param x input of the forward pass, kept until the end of the pass
   * @param dy gradient of the output, kept until the end of the pass
   */
  void lateGradients(Pass pass, Tensor x, Tensor dy) {
    if (pass.lateTasks() == null) {
      gradients(x, dy, pass.accumulate());
    } else {
      pass.lateTasks().add(free -> gradients(free, x, dy, pass.accumulate()));
    }
  }

  private void gradients(ComputeEngine free, Tensor x, Tensor dy, boolean accumulate) {
    if (accumulate) {
      free.addDenseGradients(x, dy, weight.gradient(), bias.gradient());
    } else {
      free.denseGradients(x, dy, weight.gradient(), bias.gradient());
    }
  }
}
