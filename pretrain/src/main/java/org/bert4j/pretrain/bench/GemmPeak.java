package org.bert4j.pretrain.bench;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;

/** Speed of the fastest matrix product of some usual shapes: what no training step can exceed. */
final class GemmPeak {
  private static final int[][] SHAPES = {
    {1024, 768, 768}, {4096, 256, 1024}, {4096, 1024, 1024}, {2048, 2048, 2048}
  };
  private static final long NANOSECONDS_EACH = 200_000_000;

  private GemmPeak() {}

  /** Measures the peak in GFLOP/s. */
  static double measure(ComputeEngine engine, DataType type) {
    double peak = 0;
    for (int[] shape : SHAPES) {
      try (Arena arena = new Arena()) {
        Tensor a = arena.matrix(type, shape[0], shape[1]);
        Tensor b = arena.matrix(type, shape[1], shape[2]);
        Tensor y = arena.matrix(type, shape[0], shape[2]);
        double flops = 2.0 * shape[0] * shape[1] * shape[2];
        peak = Math.max(peak, flops / fastest(() -> engine.matmul(a, b).into(y)));
      }
    }
    return peak;
  }

  private static long fastest(Runnable product) {
    long best = Long.MAX_VALUE;
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < NANOSECONDS_EACH) {
      long start = System.nanoTime();
      product.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best;
  }
}
