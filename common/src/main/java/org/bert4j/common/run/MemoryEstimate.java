package org.bert4j.common.run;

import java.util.Locale;
import java.util.function.Supplier;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.model.BatchShape;
import org.bert4j.common.model.TrainableBert;
import org.bert4j.common.model.TrainingMemory;

/**
 * Off-heap memory that a run will take, known before it takes it.
 *
 * @param parameters bytes of weights, gradients and the optimizer's moments
 * @param activations bytes that a batch of the longest sequences takes
 */
public record MemoryEstimate(long parameters, long activations) {
  private static final double GIGA = 1e9;
  private static final int MOMENTS = 2;

  /**
   * Of a model that is trained, from what it reserves.
   *
   * @param maker makes the model
   * @param type type of matrix operands
   * @param threads threads that compute
   * @param batch the largest batch
   * @return the estimate
   */
  public static MemoryEstimate ofTraining(
      Supplier<? extends TrainableBert<?>> maker, DataType type, int threads, BatchShape batch) {
    long elements = maker.get().parameters().values().stream().mapToLong(Parameter::elements).sum();
    TrainingMemory memory = new TrainingMemory(maker, type, threads);
    return new MemoryEstimate(
        memory.parameterBytes() + MOMENTS * Float.BYTES * elements, memory.activationBytes(batch));
  }

  /**
   * Bytes of both.
   *
   * @return the sum
   */
  public long total() {
    return parameters + activations;
  }

  /**
   * Refuses a run that does not fit into the memory that is free.
   *
   * @throws IllegalArgumentException if it does not; the message says how to make it fit
   */
  public void requireFitting() {
    long available = Machine.availableMemory();
    if (total() > available) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the run needs about %.1f GB (weights and optimizer %.1f, activations of a batch %.1f), %.1f GB are free; use a smaller --batch-size (in training, with more --gradient-accumulation), a shorter --max-seq-length or a smaller --model",
              total() / GIGA,
              parameters / GIGA,
              activations / GIGA,
              available / GIGA));
    }
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.2f GB for weights and optimizer, %.2f GB for the activations of a batch",
        parameters / GIGA,
        activations / GIGA);
  }
}
