package org.bert4j.common.train;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.kernel.Workers;
import org.bert4j.common.layer.ParameterSpec;
import org.bert4j.common.layer.Parameters;

/**
 * Consecutive elements of one parameter, few enough to be worked on in Java arrays: the JVM
 * vectorizes loops over those, and they stay in the processor's cache.
 *
 * @param from index of the first element in the vector of all parameters
 * @param length number of elements
 * @param parameter index of the parameter
 * @param matrix whether the parameter is a matrix
 * @param value the elements
 * @param compute the elements in the type that matrix products take
 */
record Chunk(long from, int length, int parameter, boolean matrix, Tensor value, Tensor compute) {
  static final int SIZE = 32768;
  private static final int LANES = 16;

  /** Arrays that one thread works in. */
  static final class Buffers {
    private final ComputeEngine lane;
    private final Transfer transfer = new Transfer();
    final float[] values = new float[SIZE];
    final float[] gradients = new float[SIZE];
    final float[] first = new float[SIZE];
    final float[] second = new float[SIZE];
    private final float[] part = new float[SIZE];

    Buffers(ComputeEngine lane) {
      this.lane = lane;
    }

    void read(Chunk chunk, Tensor source, float[] target) {
      transfer.read(source, chunk.from(), target, chunk.length());
    }

    /** Rounds the values for matrix products, while they are still in the cache. */
    void round(Chunk chunk) {
      if (chunk.compute().type() != chunk.value().type()) {
        lane.elementwise().copy(chunk.value(), chunk.compute());
      }
    }

    /** Reads the gradients, the sum of their parts. */
    void readGradients(Chunk chunk, Parameters parameters) {
      List<Tensor> parts = parameters.gradientParts();
      read(chunk, parts.get(0), gradients);
      for (int i = 1; i < parts.size(); i++) {
        read(chunk, parts.get(i), part);
        add(part, gradients, chunk.length());
      }
    }

    /**
     * Sum of the squares of an array's first elements. Halves are added to halves, which the JVM
     * vectorizes and which rounds less than adding one after another.
     */
    double sumOfSquares(float[] x, int length) {
      int width = Integer.highestOneBit(length) / 2;
      double sum = 0;
      for (int i = 2 * width; i < length; i++) {
        sum += (double) x[i] * x[i];
      }
      squareHalves(x, part, width);
      for (width /= 2; width >= LANES; width /= 2) {
        addHalves(part, width);
      }
      for (int i = 0; i < 2 * width; i++) {
        sum += part[i];
      }
      return sum;
    }

    private static void squareHalves(float[] x, float[] sums, int width) {
      for (int i = 0; i < width; i++) {
        sums[i] = x[i] * x[i] + x[i + width] * x[i + width];
      }
    }

    private static void addHalves(float[] sums, int width) {
      for (int i = 0; i < width; i++) {
        sums[i] += sums[i + width];
      }
    }

    private static void add(float[] summand, float[] sum, int length) {
      for (int i = 0; i < length; i++) {
        sum[i] += summand[i];
      }
    }

    void write(Chunk chunk, float[] source, Tensor target) {
      transfer.write(target, chunk.from(), source, chunk.length());
    }
  }

  /** What is done to a chunk; i is its index. */
  @FunctionalInterface
  interface Work {
    void run(int i, Chunk chunk, Buffers buffers);
  }

  /** All chunks of a model's parameters, and the arrays of each thread. */
  static final class All {
    private final Workers workers;
    private final List<Chunk> chunks = new ArrayList<>();
    private final Buffers[] buffers;

    All(ComputeEngine engine, Parameters parameters) {
      workers = engine.workers();
      List<ParameterSpec> specs = parameters.specs();
      for (int p = 0; p < specs.size(); p++) {
        ParameterSpec spec = specs.get(p);
        long start = parameters.offset(spec.name());
        for (long done = 0; done < spec.elements(); done += SIZE) {
          int length = (int) Math.min(SIZE, spec.elements() - done);
          Tensor value = parameters.values().columns(start + done, length);
          Tensor compute = parameters.compute().columns(start + done, length);
          chunks.add(new Chunk(start + done, length, p, spec.isMatrix(), value, compute));
        }
      }
      buffers = engine.lanes().stream().map(Buffers::new).toArray(Buffers[]::new);
    }

    int count() {
      return chunks.size();
    }

    Chunk get(int i) {
      return chunks.get(i);
    }

    /** Runs some work on every chunk, concurrently. */
    void forEach(Work work) {
      workers.run(
          chunks.size(),
          (part, from, to) -> {
            for (int i = (int) from; i < to; i++) {
              work.run(i, chunks.get(i), buffers[part]);
            }
          });
    }
  }
}
