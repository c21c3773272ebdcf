package org.bert4j.common.kernel;

import org.bert4j.common.kernel.LayerNormalization.Gradients;
import org.bert4j.common.kernel.LayerNormalization.Norm;
import org.bert4j.common.kernel.LayerNormalization.Saved;
import org.openjdk.jmh.annotations.Benchmark;

/** Layer normalization of hidden states, whose sums with the residual are in single precision. */
public class LayerNormalizationBenchmark extends PrecisionBenchmark {
  private static final float EPSILON = 1e-12f;

  private Saved saved;
  private Norm norm;
  private Gradients gradients;
  private Tensor y;
  private Tensor dy;
  private Tensor dx;

  /** Made by JMH. */
  public LayerNormalizationBenchmark() {}

  @Override
  protected void prepare() {
    int rows = shape.rows();
    int hidden = shape.hiddenSize();
    saved =
        new Saved(
            operands().random(DataType.FP32, rows, hidden),
            operands().result(DataType.FP32, rows, 1),
            operands().result(DataType.FP32, rows, 1));
    norm =
        new Norm(
            operands().random(DataType.FP32, 1, hidden),
            operands().random(DataType.FP32, 1, hidden),
            EPSILON);
    gradients =
        new Gradients(
            operands().result(DataType.FP32, 1, hidden),
            operands().result(DataType.FP32, 1, hidden));
    y = operands().result(type(), rows, hidden);
    dy = operands().random(DataType.FP32, rows, hidden);
    dx = operands().result(type(), rows, hidden);
    forward(); // the backward pass reads its statistics
  }

  /** Normalizes rows. */
  @Benchmark
  public void forward() {
    engine().layerNormalization().forward(saved, norm, y);
  }

  /** The gradients of input, scale and shift. */
  @Benchmark
  public void backward() {
    engine().layerNormalization().backward(saved, norm, dy, gradients, dx);
  }
}
