package org.bert4j.common.layer;

/**
 * Largest batch that memory is reserved for.
 *
 * @param rows rows of the batch's matrices, spare ones included
 * @param maxLength tokens of the longest sequence
 * @param scores attention scores of one head, as {@link AttentionLayout#scores} counts them
 * @param sequences B
 * @param predictions rows of what a head predicts at chosen positions, spare ones included
 * @param decoded largest batch of the sequences that a decoder reads
 */
public record Capacity(
    int rows, int maxLength, long scores, int sequences, int predictions, Decoded decoded) {
  /** Room for nothing. */
  public static final Capacity NONE = new Capacity(0, 0, 0, 0, 0);

  /**
   * Largest batch that memory is reserved for on the decoder's side.
   *
   * @param rows rows of the batch's matrices, spare ones included
   * @param maxLength tokens of the longest sequence
   * @param scores scores of one head of the attention to its own sequences
   * @param acrossScores scores of one head of the attention to the encoder's
   */
  public record Decoded(int rows, int maxLength, long scores, long acrossScores) {
    /** Room for nothing. */
    public static final Decoded NONE = new Decoded(0, 0, 0, 0);

    Decoded with(Decoded other) {
      return new Decoded(
          Math.max(rows, other.rows),
          Math.max(maxLength, other.maxLength),
          Math.max(scores, other.scores),
          Math.max(acrossScores, other.acrossScores));
    }
  }

  /**
   * Of a model without a decoder.
   *
   * @param rows rows of the batch's matrices, spare ones included
   * @param maxLength tokens of the longest sequence
   * @param scores attention scores of one head
   * @param sequences B
   * @param predictions rows of what a head predicts at chosen positions, spare ones included
   */
  public Capacity(int rows, int maxLength, long scores, int sequences, int predictions) {
    this(rows, maxLength, scores, sequences, predictions, Decoded.NONE);
  }

  /**
   * The same with a decoder's side.
   *
   * @param batch largest batch there
   * @return the capacity
   */
  public Capacity withDecoded(Decoded batch) {
    return new Capacity(rows, maxLength, scores, sequences, predictions, batch);
  }

  /**
   * Rows of what attention reads and writes: the kernels of a batch's last sequence may go beyond
   * its rows.
   *
   * @return rows to reserve
   */
  int attentionRows() {
    return rows + AttentionLayout.MULTIPLE;
  }

  /**
   * Whether a batch fits.
   *
   * @param needed what it needs
   * @return true if it does
   */
  public boolean holds(Capacity needed) {
    return equals(with(needed));
  }

  /**
   * Room for either of two batches.
   *
   * @param other what the other needs
   * @return the larger of each number
   */
  public Capacity with(Capacity other) {
    return new Capacity(
        Math.max(rows, other.rows),
        Math.max(maxLength, other.maxLength),
        Math.max(scores, other.scores),
        Math.max(sequences, other.sequences),
        Math.max(predictions, other.predictions),
        decoded.with(other.decoded));
  }
}
