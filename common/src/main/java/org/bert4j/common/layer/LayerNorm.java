package org.bert4j.common.layer;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.LayerNormalization;
import org.bert4j.common.kernel.LayerNormalization.Gradients;
import org.bert4j.common.kernel.LayerNormalization.Norm;
import org.bert4j.common.kernel.LayerNormalization.Saved;
import org.bert4j.common.kernel.Tensor;

/** Layer normalization (Ba et al., 2016); keeps its input and statistics for the backward pass. */
public final class LayerNorm extends Layer {
  final Parameter weight;
  final Parameter bias;
  private final float epsilon;
  private Norm norm;
  private Gradients gradients;
  private Gradients microBatch;
  private Tensor mean;
  private Tensor variance;
  private Saved saved;

  /**
   * Makes the layer.
   *
   * @param size of what is normalized
   * @param epsilon added to the variance
   */
  public LayerNorm(long size, double epsilon) {
    weight = part("weight", Parameter.vector(size, FirstValues.ONES));
    bias = part("bias", Parameter.vector(size, FirstValues.ZEROS));
    this.epsilon = (float) epsilon;
  }

  private LayerNorm(LayerNorm same) {
    weight = same.weight;
    bias = same.bias;
    epsilon = same.epsilon;
  }

  /** The same normalization with statistics of its own. */
  LayerNorm another() {
    return new LayerNorm(this);
  }

  @Override
  public void reserve(Activations memory) {
    reserve(memory, memory.capacity().rows());
  }

  /**
   * Makes room for the statistics of so many rows.
   *
   * @param memory gives it
   * @param rows rows at most
   */
  public void reserve(Activations memory, int rows) {
    mean = memory.matrix(DataType.FP32, rows, 1);
    variance = memory.matrix(DataType.FP32, rows, 1);
    if (memory.isForBackward()) {
      microBatch =
          new Gradients(
              memory.matrix(DataType.FP32, 1, weight.columns()),
              memory.matrix(DataType.FP32, 1, weight.columns()));
    }
  }

  /**
   * Normalizes rows.
   *
   * @param pass the pass
   * @param x {@code [rows, H]}, kept until the backward pass
   * @param y {@code [rows, H]} receives the result
   */
  public void forward(Pass pass, Tensor x, Tensor y) {
    if (norm == null) {
      norm = new Norm(weight.value(), bias.value(), epsilon);
    }
    saved = new Saved(x, mean.rows(0, x.rows()), variance.rows(0, x.rows()));
    pass.engine().layerNormalization().forward(saved, norm, y);
  }

  /**
   * Gradients of input and parameters.
   *
   * @param pass the pass
   * @param dy {@code [rows, H]}
   * @param dx {@code [rows, H]} receives the gradient of the input
   */
  public void backward(Pass pass, Tensor dy, Tensor dx) {
    ComputeEngine engine = pass.engine();
    LayerNormalization kernel = engine.layerNormalization();
    if (gradients == null) {
      gradients = new Gradients(weight.gradient(), bias.gradient());
    }
    if (!pass.accumulate()) {
      kernel.backward(saved, norm, dy, gradients, dx);
      return;
    }
    kernel.backward(saved, norm, dy, microBatch, dx);
    engine.elementwise().add(gradients.scale(), microBatch.scale()).into(gradients.scale());
    engine.elementwise().add(gradients.shift(), microBatch.shift()).into(gradients.shift());
  }
}
