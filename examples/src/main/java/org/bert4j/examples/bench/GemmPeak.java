package org.bert4j.examples.bench;

import java.util.Arrays;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.kernel.Workers;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * Speed of the fastest matrix product of some usual shapes, all threads at once: what no training
 * step can exceed. The operands are random, as products of zeros take less power and run faster
 * than any that train. It is measured in bursts between the steps, as the clock of a processor
 * drifts.
 */
final class GemmPeak implements AutoCloseable {
  private static final int[][] SHAPES = {
    {512, 768, 3072}, {512, 3072, 768}, {2048, 256, 1024}, {1024, 1024, 1024}
  };
  private static final long BURST_NANOSECONDS = 30_000_000;
  private static final int TRIALS = 5;

  private final Workers workers;
  private final Product[] products;
  private int[] shape;

  /** Chooses the fastest shape. */
  GemmPeak(int threads, DataType type) {
    workers = new Workers(threads);
    products = new Product[threads];
    workers.each(threads, i -> products[i] = new Product(type));
    int[] fastest = SHAPES[0];
    double peak = 0;
    for (int[] candidate : SHAPES) {
      shape = candidate;
      burst(); // compiles the product
      double speed = Arrays.stream(new double[TRIALS]).map(unused -> burst()).max().orElseThrow();
      if (speed > peak) {
        peak = speed;
        fastest = candidate;
      }
    }
    shape = fastest;
  }

  /** Speed over some milliseconds, in GFLOP/s. */
  double burst() {
    double[] speeds = new double[products.length];
    workers.each(products.length, i -> speeds[i] = products[i].burst(shape));
    return Arrays.stream(speeds).sum();
  }

  /** A thread's own product. */
  private static final class Product implements AutoCloseable {
    private final ComputeEngine engine = new ComputeEngine(1);
    private final Arena arena = new Arena();
    private final Tensor a;
    private final Tensor b;
    private final Tensor y;

    Product(DataType type) {
      long largest = Arrays.stream(SHAPES).mapToLong(s -> (long) s[1] * s[2]).max().orElseThrow();
      a = random(type, largest);
      b = random(type, largest);
      y = arena.matrix(type, 1, largest);
    }

    private Tensor random(DataType type, long elements) {
      Tensor source = arena.vector(elements);
      float[] values = new float[(int) elements];
      RandomStream random = RandomStream.of(0, 0, elements, Purpose.BENCHMARK);
      for (int i = 0; i < values.length; i++) {
        values[i] = random.nextInt(2001) / 1000f - 1;
      }
      new Transfer().write(source, 0, values, values.length);
      Tensor result = arena.matrix(type, 1, elements);
      engine.elementwise().copy(source, result);
      return result;
    }

    double burst(int[] shape) {
      Tensor left = matrix(a, shape[0], shape[1]);
      Tensor right = matrix(b, shape[1], shape[2]);
      Tensor result = matrix(y, shape[0], shape[2]);
      long start = System.nanoTime();
      long elapsed = 0;
      int count = 0;
      while (elapsed < BURST_NANOSECONDS) {
        engine.matmul(left, right).into(result);
        count++;
        elapsed = System.nanoTime() - start;
      }
      return 2.0 * shape[0] * shape[1] * shape[2] * count / elapsed;
    }

    private static Tensor matrix(Tensor memory, long rows, long columns) {
      return memory.columns(0, rows * columns).reshape(rows, columns);
    }

    @Override
    public void close() {
      engine.close();
      arena.close();
    }
  }

  @Override
  public void close() {
    workers.each(products.length, i -> products[i].close());
    workers.close();
  }
}
