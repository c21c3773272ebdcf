package org.bert4j.common.layer;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Matmul;
import org.bert4j.common.kernel.Tensor;

/**
 * How a sublayer ends: {@code LayerNorm(residual + dropout(dense(x)))}. Dropout and residual ride
 * along with the dense layer's product.
 */
public final class SublayerOutput {
  private final ComputeEngine engine;
  private final Linear dense;
  private final LayerNorm layerNorm;
  private final Dropout dropout;
  private Tensor sum;
  private Tensor result;
  private Tensor input;
  private Tensor dOutput;

  /**
   * Makes the layer whose parameters are {@code name.dense} and {@code name.LayerNorm}.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer
   * @param epsilon of the normalization
   * @param dropoutRate of the dense layer's output
   */
  public SublayerOutput(
      ComputeEngine engine,
      Parameters parameters,
      String name,
      double epsilon,
      double dropoutRate) {
    this.engine = engine;
    dense = Linear.of(engine, parameters, name + ".dense");
    layerNorm = new LayerNorm(engine, parameters, name + ".LayerNorm", epsilon);
    dropout = new Dropout((float) dropoutRate);
  }

  /**
   * Makes room for the sum, the result and the gradient of the dense layer's output, of which the
   * weights' is computed at the end of the pass only.
   *
   * @param arena owns the memory
   * @param capacity largest batch
   */
  public void reserve(Arena arena, Capacity capacity) {
    sum = arena.matrix(DataType.FP32, capacity.rows(), dense.outputSize());
    result = arena.matrix(capacity.computeType(), capacity.rows(), dense.outputSize());
    layerNorm.reserve(arena, capacity.rows());
    dOutput = arena.matrix(capacity.computeType(), capacity.rows(), dense.outputSize());
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
    dropout.apply(dense.forward(x)).add(residual).into(sum.rows(0, rows));
    layerNorm.forward(sum.rows(0, rows), result.rows(0, rows));
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
    layerNorm.backward(dy, dSum, pass.accumulate());
    Tensor gradient = dOutput.rows(0, rows);
    if (dropout.isOn()) {
      engine.elementwise().multiply(dSum, dropout.mask()).scale(dropout.scale()).into(gradient);
    } else {
      engine.elementwise().copy(dSum, gradient);
    }
    dense.lateGradients(pass, input, gradient);
    return dense.backward(gradient);
  }
}
