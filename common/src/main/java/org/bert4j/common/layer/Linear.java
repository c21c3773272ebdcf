package org.bert4j.common.layer;

import java.util.Arrays;
import java.util.List;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/**
 * {@code y = x Wᵀ + b}. The backward pass takes W from a packed copy, and so does the forward pass
 * of a model that is only used. While it is trained, the forward pass does not, unless asked to:
 * for one product a step, packing Wᵀ takes as long as it saves.
 */
public final class Linear extends Layer {
  final Parameter weight;
  final Parameter bias;
  private boolean packsForward;
  private Tensor transposed;
  private Tensor packed;

  /**
   * A layer of its own weight and bias.
   *
   * @param in input size
   * @param out output size
   */
  public Linear(long in, long out) {
    weight = part("weight", Parameter.matrix(out, in));
    bias = part("bias", Parameter.vector(out, FirstValues.ZEROS));
  }

  private Linear(Parameter weight, Parameter bias) {
    this.weight = weight;
    this.bias = bias;
  }

  /**
   * A layer over parameters that others declare, such as a decoder that is tied to embeddings. It
   * makes several products a step, so Wᵀ is packed where it is trained.
   *
   * @param weight W, {@code [out, in]}
   * @param bias b, {@code [out]}
   * @return the layer
   */
  public static Linear tied(Parameter weight, Parameter bias) {
    Linear tied = new Linear(weight.asOperand(), bias);
    tied.packsForward = true;
    return tied;
  }

  /**
   * Several layers with the same input as one product.
   *
   * @param layers whose weights are declared one after another, and whose biases are
   * @return a layer whose outputs lie side by side
   */
  static Linear sideBySide(Linear... layers) {
    List<Linear> all = Arrays.asList(layers);
    return new Linear(
        Parameter.together(all.stream().map(layer -> layer.weight).toList()),
        Parameter.together(all.stream().map(layer -> layer.bias).toList()));
  }

  /**
   * The layer as far as it computes some of its outputs.
   *
   * @param from the first
   * @param count how many
   * @return a layer of the same input
   */
  Linear outputs(long from, long count) {
    return new Linear(weight.outputs(from, count), bias.outputs(from, count));
  }

  /**
   * W.
   *
   * @return {@code [out, in]}
   */
  public Parameter weight() {
    return weight;
  }

  /**
   * Output size.
   *
   * @return out
   */
  public int outputSize() {
    return Math.toIntExact(weight.rows());
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param x {@code [rows, in]}
   * @return the product, to be run into y {@code [rows, out]}
   */
  public Matmul forward(Pass pass, Tensor x) {
    return pass.engine().matmul(x, operand(pass.engine())).bias(bias.value());
  }

  /** Wᵀ, the right operand of the forward pass. */
  Tensor operand(ComputeEngine engine) {
    if (transposed == null) {
      transposed =
          packsForward || !weight.isTrained()
              ? weight.packedTransposed(engine)
              : weight.compute().transpose();
    }
    return transposed;
  }

  /**
   * The gradient of the input.
   *
   * @param pass the pass
   * @param dy {@code [rows, out]}
   * @return the product, to be run into dx {@code [rows, in]}
   */
  public Matmul backward(Pass pass, Tensor dy) {
    if (packed == null) {
      packed = weight.packed(pass.engine());
    }
    return pass.engine().matmul(dy, packed);
  }

  /**
   * The gradients of weight and bias.
   *
   * @param pass the pass
   * @param x input of the forward pass
   * @param dy gradient of the output
   */
  public void gradients(Pass pass, Tensor x, Tensor dy) {
    gradients(pass.engine(), pass.accumulate(), x, dy);
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
      gradients(pass, x, dy);
    } else {
      pass.lateTasks().add(free -> gradients(free, pass.accumulate(), x, dy));
    }
  }

  private void gradients(ComputeEngine free, boolean accumulate, Tensor x, Tensor dy) {
    if (accumulate) {
      free.addDenseGradients(x, dy, weight.gradient(), bias.gradient());
    } else {
      free.denseGradients(x, dy, weight.gradient(), bias.gradient());
    }
  }
}
