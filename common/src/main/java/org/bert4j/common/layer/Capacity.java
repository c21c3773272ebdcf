package org.bert4j.common.layer;

import org.bert4j.common.kernel.DataType;

/**
 * Largest batch that memory is reserved for.
 *
 * @param rows rows of the batch's matrices, spare ones included
 * @param scores attention scores of one head, as {@link SequenceLayout#scores} counts them
 * @param maxLength tokens of the longest sequence
 * @param computeType type of matrix operands
 */
public record Capacity(int rows, long scores, int maxLength, DataType computeType) {
  /**
   * Rows of what attention reads and writes: the kernels of a batch's last sequence may go beyond
   * its rows.
   *
   * @return rows to reserve
   */
  int attentionRows() {
    return rows + SequenceLayout.SCORE_MULTIPLE;
  }

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
