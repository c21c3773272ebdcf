package org.bert4j.common.kernel;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/** The three products of a dense layer, {@code y = x Wᵀ + b}, as the encoder's layers call them. */
public class DenseBenchmark extends PrecisionBenchmark {
  /** Dense layers of an encoder layer. */
  public enum Layer {
    /** Queries, keys and values in one product. */
    QUERY_KEY_VALUE(1, 3),
    /** First layer of the feed-forward network. */
    INTERMEDIATE(1, 4),
    /** Second layer of the feed-forward network. */
    OUTPUT(4, 1);

    private final int inputs;
    private final int outputs;

    Layer(int inputs, int outputs) {
      this.inputs = inputs;
      this.outputs = outputs;
    }
  }

  /** Which layer. */
  @Param public Layer layer;

  private Tensor x;
  private Tensor weightTransposed;
  private Tensor bias;
  private Tensor y;
  private Tensor dy;
  private Tensor packed;
  private Tensor dx;
  private Tensor dw;
  private Tensor db;

  /** Made by JMH. */
  public DenseBenchmark() {}

  @Override
  protected void prepare() {
    int rows = shape.rows();
    int in = layer.inputs * shape.hiddenSize();
    int out = layer.outputs * shape.hiddenSize();
    x = operands().random(type(), rows, in);
    dy = operands().random(type(), rows, out);
    bias = operands().random(DataType.FP32, 1, out);
    y = operands().result(type(), rows, out);
    dx = operands().result(type(), rows, in);
    dw = operands().result(DataType.FP32, out, in);
    db = operands().result(DataType.FP32, 1, out);
    Tensor weight = operands().random(type(), out, in);
    weightTransposed = weight.transpose();
    packed = owned(new PackedMatrix(engine(), operands().arena(), weight)).packed();
  }

  /** {@code y = x Wᵀ + b}. */
  @Benchmark
  public void forward() {
    engine().matmul(x, weightTransposed).bias(bias).into(y);
  }

  /** {@code dx = dy W}, with W packed. */
  @Benchmark
  public void backward() {
    engine().matmul(dy, packed).into(dx);
  }

  /** {@code dw = dyᵀ x} and {@code db = Σ dy}. */
  @Benchmark
  public void gradients() {
    engine().denseGradients(x, dy, dw, db);
  }
}
