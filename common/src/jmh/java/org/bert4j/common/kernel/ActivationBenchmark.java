package org.bert4j.common.kernel;

import org.bert4j.common.kernel.Elementwise.Function;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The activation between the two dense layers of the feed-forward network. */
public class ActivationBenchmark extends PrecisionBenchmark {
  /** Which function. */
  @Param({"GELU", "GELU_TANH"})
  public Function function;

  private Tensor x;
  private Tensor y;
  private Tensor dy;
  private Tensor dx;

  /** Made by JMH. */
  public ActivationBenchmark() {}

  @Override
  protected void prepare() {
    x = operands().random(type(), shape.rows(), shape.intermediateSize());
    y = operands().result(type(), shape.rows(), shape.intermediateSize());
    dy = operands().random(type(), shape.rows(), shape.intermediateSize());
    dx = operands().result(type(), shape.rows(), shape.intermediateSize());
  }

  /** {@code y = f(x)}. */
  @Benchmark
  public void forward() {
    engine().elementwise().forward(function, x, y);
  }

  /** {@code dx = dy f'(x)}; not in place, where repetition would shrink it to zero. */
  @Benchmark
  public void backward() {
    engine().elementwise().backward(function, x, dy, dx);
  }
}
