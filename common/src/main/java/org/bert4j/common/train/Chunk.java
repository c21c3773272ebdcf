package org.bert4j.common.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.FloatView;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Workers;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;

/**
 * Consecutive elements of one parameter, few enough to stay in the processor's cache while a thread
 * works on them.
 *
 * @param parameter index of the parameter
 * @param decays whether weight decay applies to the parameter
 * @param gradient of the elements
 * @param state what an optimizer changes
 * @param compute the elements in the type that matrix products take
 */
record Chunk(int parameter, boolean decays, GradientPiece gradient, State state, Tensor compute) {

  /** Values of the elements, and running means of their gradients and of the squares of those. */
  record State(FloatView value, FloatView expAvg, FloatView expAvgSq) {}

  int length() {
    return state.value().length();
  }

  /** Rounds the values for matrix products, while they are still in the cache. */
  void round(ComputeEngine engine) {
    Tensor value = state.value().elements();
    if (compute.type() != value.type()) {
      engine.elementwise().copy(value, compute);
    }
  }

  /** What is done to a chunk; i is its index. */
  @FunctionalInterface
  interface Work {
    void run(int i, Chunk chunk, ChunkArrays arrays);
  }

  /** All chunks of a model's parameters, and the arrays of each thread. */
  static final class All {
    /**
     * Chunks that a thread takes at once: some tenths of a millisecond, so that all end together.
     */
    private static final int AT_ONCE = 8;

    private final Workers workers;
    private final List<Chunk> chunks = new ArrayList<>();
    private final ChunkArrays[] arrays;

    All(ComputeEngine engine, Parameters parameters, Moments moments) {
      workers = engine.workers();
      int index = 0;
      for (Map.Entry<String, Parameter> each : parameters.named().entrySet()) {
        Parameter parameter = each.getValue();
        int p = index++;
        long start = parameters.offset(each.getKey());
        for (long done = 0; done < parameter.elements(); done += FloatView.MAX_LENGTH) {
          int length = (int) Math.min(FloatView.MAX_LENGTH, parameter.elements() - done);
          long from = start + done;
          State state =
              new State(
                  new FloatView(parameters.values(), from, length),
                  new FloatView(moments.expAvg(), from, length),
                  new FloatView(moments.expAvgSq(), from, length));
          GradientPiece gradient = GradientPiece.of(parameters, from, length);
          Tensor compute = parameters.compute().columns(from, length);
          chunks.add(new Chunk(p, parameter.decays(), gradient, state, compute));
        }
      }
      arrays = engine.threadEngines().stream().map(ChunkArrays::new).toArray(ChunkArrays[]::new);
    }

    int count() {
      return chunks.size();
    }

    Chunk get(int i) {
      return chunks.get(i);
    }

    /** Runs some work on every chunk, concurrently. */
    void forEach(Work work) {
      workers.share(
          chunks.size(),
          AT_ONCE,
          (part, from, to) -> {
            for (int i = (int) from; i < to; i++) {
              work.run(i, chunks.get(i), arrays[part]);
            }
          });
    }
  }
}
