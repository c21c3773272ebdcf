package org.bert4j.common.run;

import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.Machine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.layer.ParameterSpec;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.TrainableModel;

/**
 * Off-heap memory that a run will take, known before it takes it.
 *
 * @param parameters bytes of weights, gradients and the optimizer's moments
 * @param activations bytes that a batch of the longest sequences takes
 */
public record MemoryEstimate(long parameters, long activations) {
  private static final double GIGA = 1e9;
  private static final int VECTORS = 3; // weights, two moments

  /**
   * Largest batch of a run.
   *
   * @param sequences B
   * @param length S
   */
  public record BatchShape(long sequences, long length) {
    /**
     * Tokens of the batch.
     *
     * @return N
     */
    public long tokens() {
      return sequences * length;
    }
  }

  /**
   * Memory of a model's parameters while they are trained.
   *
   * @param specs the parameters
   * @param type type of matrix operands
   * @param threads threads that compute
   * @return bytes
   */
  public static long ofParameters(List<ParameterSpec> specs, DataType type, int threads) {
    long count = specs.stream().mapToLong(ParameterSpec::elements).sum();
    long gradients = TrainableModel.replicas(threads);
    long packed = type.bytes();
    return count
        * ((VECTORS + gradients) * Float.BYTES
            + packed
            + (type == DataType.FP32 ? 0 : type.bytes()));
  }

  /**
   * Memory of an encoder's activations.
   *
   * @param model architecture
   * @param batch the largest batch
   * @param type type of matrix operands
   * @return bytes
   */
  public static long ofEncoder(BertConfig model, BatchShape batch, DataType type) {
    long tokens = batch.tokens();
    long scores = tokens * batch.length() * model.numAttentionHeads();
    long hidden = tokens * model.hiddenSize();
    long intermediate = tokens * model.intermediateSize();
    boolean dropsScores = model.attentionProbsDropoutProb() > 0;
    long masks = (model.hiddenDropoutProb() > 0 ? 2 * hidden : 0) + (dropsScores ? scores : 0);
    long layer =
        type.bytes() * (8 * hidden + 2 * intermediate + (dropsScores ? 2 : 1) * scores)
            + 2 * Float.BYTES * hidden
            + DataType.BF16.bytes() * masks;
    long scratch = type.bytes() * (5 * hidden + intermediate) + 2 * Float.BYTES * hidden;
    long embeddings = (Float.BYTES + type.bytes()) * hidden;
    return model.numHiddenLayers() * layer + scratch + embeddings;
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
              "the run needs about %.1f GB (weights and optimizer %.1f, activations of a batch %.1f), %.1f GB are free; use a smaller --batch-size with more --gradient-accumulation, a shorter --max-seq-length or a smaller --model",
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
