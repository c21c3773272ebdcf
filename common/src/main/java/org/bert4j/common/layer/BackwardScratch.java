package org.bert4j.common.layer;

import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;

/**
 * Memory that the backward passes of all layers take turns in.
 *
 * @param residual {@code [rows, H]} gradient of a sum before its normalization
 * @param context {@code [rows, H]} gradient of attention's result
 * @param intermediate {@code [rows, I]} gradient of the feed-forward layer's activation
 * @param projections {@code [rows, 3H]} gradients of queries, keys and values
 * @param scores gradient of the attention scores that are handled at once, as one row
 * @param hidden {@code [rows, H]} gradient of the states between attention and feed-forward, in
 *     single precision
 */
public record BackwardScratch(
    Tensor residual,
    Tensor context,
    Tensor intermediate,
    Tensor projections,
    Tensor scores,
    Tensor hidden) {
  /**
   * Sizes that scratch depends on besides the batch.
   *
   * @param hiddenSize H
   * @param intermediateSize I
   * @param heads A
   */
  public record Sizes(int hiddenSize, int intermediateSize, int heads) {}

  /**
   * Allocates scratch memory.
   *
   * @param memory gives it
   * @param sizes of the model
   * @return the scratch memory
   */
  public static BackwardScratch reserve(Activations memory, Sizes sizes) {
    Capacity capacity = memory.capacity();
    int rows = capacity.rows();
    int attentionRows = capacity.attentionRows();
    int hidden = sizes.hiddenSize();
    DataType type = memory.computeType();
    int keys = memory.attended().maxLength();
    if (memory.across() != null) {
      keys = Math.max(keys, memory.across().attended().maxLength());
    }
    long scores = AttentionLayout.maxRunScores(capacity.maxLength(), keys);
    return new BackwardScratch(
        memory.matrix(type, rows, hidden),
        memory.matrix(type, attentionRows, hidden),
        memory.matrix(type, rows, sizes.intermediateSize()),
        memory.matrix(type, attentionRows, 3L * hidden),
        memory.matrix(type, 1, sizes.heads() * scores),
        memory.matrix(DataType.FP32, rows, hidden));
  }
}
