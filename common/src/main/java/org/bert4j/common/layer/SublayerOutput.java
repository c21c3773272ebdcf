package org.bert4j.common.layer;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/**
 * How a sublayer ends: {@code LayerNorm(residual + dropout(dense(x)))}. Dropout and residual ride
 * along with the dense layer's product.
 */
public final class SublayerOutput extends Layer {
  final Linear dense;
  final LayerNorm layerNorm;
  private final Dropout dropout;
  private Tensor sum;
  private Tensor result;
  private Tensor input;
  private Tensor dOutput;

  /**
   * Makes the layer.
   *
   * @param in size of the sublayer's result
   * @param out H
   * @param epsilon of the normalization
   * @param dropoutRate of the dense layer's output
   */
  public SublayerOutput(long in, long out, double epsilon, double dropoutRate) {
    dense = part("dense", new Linear(in, out));
    layerNorm = part("LayerNorm", new LayerNorm(out, epsilon));
    dropout = new Dropout((float) dropoutRate);
  }

  /**
   * Makes room for the sum, the result and, as the gradient of the weights is computed at the end
   * of the pass only, the gradient of the dense layer's output.
   */
  @Override
  public void reserve(Activations memory) {
    int rows = memory.capacity().rows();
    sum = memory.matrix(DataType.FP32, rows, dense.outputSize());
    result = memory.hiddenStates(rows, dense.outputSize());
    layerNorm.reserve(memory);
    if (memory.isForBackward()) {
      dOutput = memory.matrix(memory.computeType(), rows, dense.outputSize());
    }
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param x {@code [N, in]} the sublayer's result, kept until the backward pass
   * @param residual {@code [N, H]} the sublayer's input
   * @return {@code [N, H]}
   */
  public Tensor forward(Pass pass, Tensor x, Tensor residual) {
    input = x;
    int rows = x.rows();
    dropout.drawRows(pass, dense.outputSize());
    dropout.apply(dense.forward(pass, x)).add(residual).into(sum.rows(0, rows));
    layerNorm.forward(pass, sum.rows(0, rows), result.rows(0, rows));
    return result.rows(0, rows);
  }

  /**
   * The gradients of parameters and residual.
   *
   * @param pass the pass
   * @param dy {@code [N, H]} gradient of the result
   * @param scratch its {@code residual} receives the residual's gradient {@code [N, H]}
   * @return the product, to be run into the gradient of x {@code [N, in]}
   */
  public Matmul backward(Pass pass, Tensor dy, BackwardScratch scratch) {
    int rows = dy.rows();
    Tensor dSum = scratch.residual().rows(0, rows);
    layerNorm.backward(pass, dy, dSum);
    Tensor gradient = dOutput.rows(0, rows);
    if (dropout.isOn()) {
      dropout.apply(pass, dSum, gradient);
    } else {
      pass.engine().elementwise().copy(dSum, gradient);
    }
    dense.lateGradients(pass, input, gradient);
    return dense.backward(pass, gradient);
  }
}
