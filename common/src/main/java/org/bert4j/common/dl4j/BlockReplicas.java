package org.bert4j.common.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.bert4j.common.batch.BatchShards;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.LateTasks;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.ReplicaEngine;
import org.bert4j.common.layer.RowBuckets;
import org.bert4j.common.model.DataParallel;

/**
 * A block over parameters that Deeplearning4j owns, computed on all threads: the examples of a
 * batch are dealt out to replicas, as {@link DataParallel} does. Forward and backward pass are two
 * calls.
 */
final class BlockReplicas implements AutoCloseable {
  private final ComputeEngine engine;
  private final Parameters parameters;
  private final List<BlockReplica> replicas = new ArrayList<>();
  private final List<ComputeEngine> engines = new ArrayList<>();
  private final LateTasks lateTasks = new LateTasks();
  private final BatchShards shards;
  private final List<TokenBatch> parts;
  private final GrowingArena<Long> scratch = new GrowingArena<>(0L);
  private Tensor inputRows;
  private Tensor outputRows;
  private boolean holdsBackward;

  /**
   * Makes the replicas.
   *
   * @param engine runs them; stays open
   * @param maker makes the block, once a replica
   * @param values {@code [1, elements]}, owned by the caller
   * @param gradient {@code [1, elements]}, null if nothing is trained
   * @param computeType type of matrix operands
   */
  BlockReplicas(
      ComputeEngine engine,
      Supplier<Block> maker,
      Tensor values,
      Tensor gradient,
      DataType computeType) {
    this.engine = engine;
    int count = DataParallel.replicas(engine.workers().threads());
    Block first = maker.get();
    parameters = Parameters.over(first.layer(), values, gradient, computeType);
    List<ComputeEngine> ofReplicas = count == 1 ? List.of(engine) : engines(count);
    RowBuckets rowBuckets = new RowBuckets(count);
    for (int i = 0; i < count; i++) {
      Block block = i == 0 ? first : maker.get();
      parameters.bind(block.layer(), i);
      ReplicaEngine own =
          new ReplicaEngine(ofReplicas.get(i), rowBuckets, count == 1 ? null : lateTasks);
      replicas.add(new BlockReplica(own, block, computeType, gradient != null));
    }
    shards = new BatchShards(count);
    parts = Stream.generate(TokenBatch::new).limit(count).toList();
  }

  private List<ComputeEngine> engines(int count) {
    int threads = engine.workers().threads() / count;
    if (threads == 1) {
      return engine.threadEngines();
    }
    ComputeEngine[] made = new ComputeEngine[count];
    engine.workers().each(count, i -> made[i] = new ComputeEngine(threads));
    engines.addAll(List.of(made));
    return engines;
  }

  /** Whether the last forward pass left what {@link #backward} needs. */
  boolean holdsBackward() {
    return holdsBackward;
  }

  /** Whether there are gradients. */
  boolean isTrained() {
    return !parameters.gradientParts().isEmpty();
  }

  /**
   * The forward pass. The values may have changed since the last one.
   *
   * @param batch the batch
   * @param arrays input and result
   * @param dropout seeds of hidden states' and attention's masks, null without dropout
   */
  void forward(PaddedBatch batch, PaddedArrays arrays, long[] dropout) {
    holdsBackward = false;
    parameters.refreshCompute(engine);
    shards.split(batch.tokens(), parts);
    reserve(arrays);
    PaddedArrays rows =
        new PaddedArrays(copied(arrays.input(), inputRows), rows(arrays.output(), outputRows));
    engine.zero(rows.output()); // behind the tokens of an example
    each(i -> replicas.get(i).forward(batch, parts.get(i), rows, dropout));
    give(rows.output(), arrays.output());
    holdsBackward = isTrained();
  }

  /**
   * The backward pass of the last forward pass: sets the gradient of all parameters.
   *
   * @param arrays gradients of the input, to be set, and of the result
   */
  void backward(PaddedArrays arrays) {
    reserve(arrays);
    Tensor dInput = null;
    if (arrays.input() != null) {
      dInput = rows(arrays.input(), inputRows);
      engine.zero(dInput);
    }
    PaddedArrays rows = new PaddedArrays(dInput, copied(arrays.output(), outputRows));
    lateTasks.begin(replicas.size());
    each(
        i -> {
          try {
            replicas.get(i).backward(rows);
          } finally {
            if (replicas.size() > 1) {
              lateTasks.finish(replicas.get(i).engine());
            }
          }
        });
    Tensor sum = parameters.gradientParts().get(0);
    for (Tensor part : parameters.gradientParts().subList(1, replicas.size())) {
      engine.elementwise().add(sum, part).into(sum);
    }
    if (dInput != null) {
      give(dInput, arrays.input());
    }
    holdsBackward = false;
  }

  /** Makes room for arrays that lie otherwise than row by row, as Deeplearning4j's mostly do. */
  private void reserve(PaddedArrays arrays) {
    long input = arrays.input() == null ? 0 : arrays.input().elements();
    long needed = Math.max(input, arrays.output().elements());
    if (scratch.capacity() < needed) {
      scratch.grow(
          needed,
          arena -> {
            inputRows = arena.vector(needed);
            outputRows = arena.vector(needed);
          });
    }
  }

  /** An array row by row, {@code [rows, columns]}: itself if it lies so, else in scratch memory. */
  private static Tensor rows(Tensor array, Tensor memory) {
    Tensor dense = array.isDense() ? array : memory.columns(0, array.elements());
    return dense.reshape(array.elements() / array.columns(), array.columns());
  }

  private Tensor copied(Tensor array, Tensor memory) {
    if (array == null) {
      return null;
    }
    Tensor rows = rows(array, memory);
    if (!array.isDense()) {
      engine.elementwise().copy(array, rows.reshape(array.size(0), array.size(1), array.size(2)));
    }
    return rows;
  }

  /** Puts rows where an array wants them, if they are not there. */
  private void give(Tensor rows, Tensor array) {
    if (!array.isDense()) {
      engine.elementwise().copy(rows.reshape(array.size(0), array.size(1), array.size(2)), array);
    }
  }

  private void each(IntConsumer work) {
    if (replicas.size() == 1) {
      work.accept(0);
    } else {
      engine.workers().each(replicas.size(), work);
    }
  }

  @Override
  public void close() {
    replicas.forEach(BlockReplica::close);
    scratch.close();
    if (!engines.isEmpty()) {
      engine.workers().each(engines.size(), i -> engines.get(i).close());
    }
    parameters.close();
  }
}
