package org.bert4j.common.layer;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.LayerNormalization;
import org.bert4j.common.kernel.LayerNormalization.Gradients;
import org.bert4j.common.kernel.LayerNormalization.Norm;
import org.bert4j.common.kernel.LayerNormalization.Saved;
import org.bert4j.common.kernel.Tensor;

/** Layer normalization; keeps its input and statistics for the backward pass. */
public final class LayerNorm {
  private final ComputeEngine engine;
  private final Norm norm;
  private final Gradients gradients;
  private Gradients microBatch;
  private Tensor mean;
  private Tensor variance;
  private Saved saved;

  /**
   * Makes the layer whose parameters are {@code name.weight} and {@code name.bias}.
   *
   * @param engine runs it
   * @param parameters of the model
   * @param name key of the layer
   * @param epsilon added to the variance
   */
  public LayerNorm(ComputeEngine engine, Parameters parameters, String name, double epsilon) {
    this.engine = engine;
    Parameter weight = parameters.get(name + ".weight");
    Parameter bias = parameters.get(name + ".bias");
    this.norm = new Norm(weight.value(), bias.value(), (float) epsilon);
    this.gradients = new Gradients(weight.gradient(), bias.gradient());
  }

  /**
   * Makes room for statistics.
   *
   * @param arena owns the memory
   * @param rows rows at most
   */
  public void reserve(Arena arena, int rows) {
    mean = arena.matrix(DataType.FP32, rows, 1);
    variance = arena.matrix(DataType.FP32, rows, 1);
    int size = norm.scale().columns();
    microBatch = new Gradients(arena.vector(size), arena.vector(size));
  }

  /**
   * Normalizes rows.
   *
   * @param x {@code [rows, H]}, kept until the backward pass
   * @param y {@code [rows, H]} receives the result
   */
  public void forward(Tensor x, Tensor y) {
    saved = new Saved(x, mean.rows(0, x.rows()), variance.rows(0, x.rows()));
    engine.layerNormalization().forward(saved, norm, y);
  }

  /**
   * Gradients of input and parameters.
   *
   * @param dy {@code [rows, H]}
   * @param dx {@code [rows, H]} receives the gradient of the input
   * @param accumulate whether to add to what earlier micro-batches left
   */
  public void backward(Tensor dy, Tensor dx, boolean accumulate) {
    LayerNormalization kernel = engine.layerNormalization();
    if (!accumulate) {
      kernel.backward(saved, norm, dy, gradients, dx);
      return;
    }
    kernel.backward(saved, norm, dy, microBatch, dx);
    engine.elementwise().add(gradients.scale(), microBatch.scale()).into(gradients.scale());
    engine.elementwise().add(gradients.shift(), microBatch.shift()).into(gradients.shift());
  }
}
