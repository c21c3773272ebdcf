package org.bert4j.common.layer;

import org.bert4j.common.kernel.DataType;

/**
 * Largest batch that memory is reserved for.
 *
 * @param rows rows of the batch's matrices, spare ones included
 * @param scores attention scores of one head, the sum of S² over the sequences
 * @param maxLength tokens of the longest sequence
 * @param computeType type of matrix operands
 */
public record Capacity(int rows, long scores, int maxLength, DataType computeType) {
  /**
   * Whether a batch fits.
   *
   * @param layout of the batch
   * @param longest tokens of its longest sequence
   * @return true if it does
   */
  public boolean fits(SequenceLayout layout, int longest) {
    return layout.rows() <= rows && layout.scores() <= scores && longest <= maxLength;
  }
}
