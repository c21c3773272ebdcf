package org.bert4j.common.kernel;

import org.openjdk.jmh.annotations.Param;

/** Benchmarks of kernels whose operands are in either precision. */
public abstract class PrecisionBenchmark extends KernelBenchmark {
  /** Type of matrix operands. */
  @Param({"FP32", "BF16"})
  public Precision precision;

  /** For benchmarks of one kernel. */
  protected PrecisionBenchmark() {}

  /**
   * Type of matrix operands.
   *
   * @return the type
   * @throws IllegalArgumentException if the processor has no instructions for it
   */
  protected final DataType type() {
    return precision.dataType();
  }
}
