package org.bert4j.common.train;

import java.util.ArrayList;
import java.util.List;
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
 */
record Chunk(long from, int length, int parameter, boolean matrix) {
  static final int SIZE = 4096;
  private static final int LANES = 128;

  /** Arrays that one thread works in. */
  static final class Buffers {
    final Transfer transfer = new Transfer();
    final float[] values = new float[SIZE];
    final float[] gradients = new float[SIZE];
    final float[] first = new float[SIZE];
    final float[] second = new float[SIZE];

    void read(Chunk chunk, Tensor source, float[] target) {
      transfer.read(source, chunk.from(), target, chunk.length());
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

    All(Workers workers, Parameters parameters) {
      this.workers = workers;
      List<ParameterSpec> specs = parameters.specs();
      for (int p = 0; p < specs.size(); p++) {
        ParameterSpec spec = specs.get(p);
        long start = parameters.offset(spec.name());
        for (long done = 0; done < spec.elements(); done += SIZE) {
          int length = (int) Math.min(SIZE, spec.elements() - done);
          chunks.add(new Chunk(start + done, length, p, spec.isMatrix()));
        }
      }
      buffers = new Buffers[workers.threads()];
      for (int i = 0; i < buffers.length; i++) {
        buffers[i] = new Buffers();
      }
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

  /** Sum of the squares of an array's first elements, in as many lanes as can be vectorized. */
  static double sumOfSquares(float[] x, int length) {
    float[] lanes = new float[LANES];
    int whole = length / LANES * LANES;
    for (int start = 0; start < whole; start += LANES) {
      for (int lane = 0; lane < LANES; lane++) {
        lanes[lane] += x[start + lane] * x[start + lane];
      }
    }
    double sum = 0;
    for (int i = whole; i < length; i++) {
      sum += (double) x[i] * x[i];
    }
    for (float lane : lanes) {
      sum += lane;
    }
    return sum;
  }
}
