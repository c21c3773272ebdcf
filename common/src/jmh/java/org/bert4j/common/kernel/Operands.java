package org.bert4j.common.kernel;

import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * What kernels are measured on. Inputs are random: arithmetic on zeros takes less power, so the
 * processor may run it at a higher clock than a real model's.
 */
public final class Operands implements AutoCloseable {
  private final ComputeEngine engine;
  private final Arena arena = new Arena();
  private long drawn;

  Operands(ComputeEngine engine) {
    this.engine = engine;
  }

  /** The memory of the operands. */
  Arena arena() {
    return arena;
  }

  /** A matrix that receives a result. */
  Tensor result(DataType type, long rows, long columns) {
    return arena.matrix(type, rows, columns);
  }

  /** A matrix of random elements. */
  Tensor random(DataType type, long rows, long columns) {
    Tensor values = arena.matrix(DataType.FP32, rows, columns);
    randomize(values);
    if (type == DataType.FP32) {
      return values;
    }
    Tensor rounded = arena.matrix(type, rows, columns);
    engine.elementwise().copy(values, rounded);
    return rounded;
  }

  /**
   * Overwrites a dense tensor in single precision with random elements within [−1, 1).
   *
   * @param target the tensor
   */
  public void randomize(Tensor target) {
    RandomStream random = RandomStream.of(1, 0, drawn++, Purpose.BENCHMARK);
    float[] values = new float[Math.toIntExact(target.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    new Transfer().write(target, 0, values, values.length);
  }

  @Override
  public void close() {
    arena.close();
  }
}
