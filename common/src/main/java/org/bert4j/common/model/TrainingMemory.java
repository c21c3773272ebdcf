package org.bert4j.common.model;

import java.util.function.Supplier;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.RowBuckets;
import org.bert4j.common.layer.SequenceLayout;

/**
 * Memory of a model while {@link DataParallel} trains it, known before it is reserved: the same
 * reservations from an arena that only counts.
 *
 * @param maker makes the model
 * @param computeType type of matrix operands
 * @param threads threads that compute
 */
public record TrainingMemory(
    Supplier<? extends TrainableBert<?>> maker, DataType computeType, int threads) {
  /**
   * Memory of the parameters: values and, of every replica, gradients, and what products take.
   *
   * @return bytes, as many as are reserved
   */
  public long parameterBytes() {
    try (Arena arena = Arena.measuring();
        Parameters parameters = Parameters.trained(maker.get(), computeType, arena)) {
      for (int part = 1; part < DataParallel.replicas(threads); part++) {
        parameters.bind(maker.get(), part);
      }
      return arena.bytes() + parameters.packedBytes(computeType);
    }
  }

  /**
   * Memory of the activations of all replicas.
   *
   * @param batch the largest batch
   * @return bytes, as many as are reserved
   */
  public long activationBytes(BatchShape batch) {
    int count = DataParallel.replicas(threads);
    SequenceLayout layout = new SequenceLayout(new RowBuckets(count));
    try (Arena arena = Arena.measuring()) {
      TrainableBert<?> model = maker.get();
      Capacity capacity = model.needed(layout, batch.ofReplica(count));
      Replica.Masks.reserve(
          model, new Activations(arena, computeType, Keep.FOR_BACKWARD, capacity));
      return count * arena.bytes();
    }
  }
}
