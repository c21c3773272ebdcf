package org.bert4j.common.layer;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Segments;

/** Where the sequences of a ragged batch lie, and how they attend to themselves. */
public final class SequenceLayout {
  private final RowBuckets buckets;
  private final AttentionLayout attention = new AttentionLayout();
  private Segments rowSegments = Segments.ofCapacity(0);
  private Segments sequenceSegments = Segments.ofCapacity(0);
  private int tokens;
  private int longest;

  /**
   * Makes a layout of no sequences.
   *
   * @param buckets numbers of rows to choose from
   */
  public SequenceLayout(RowBuckets buckets) {
    this.buckets = buckets;
  }

  /**
   * Makes a layout of no sequences that is rounded up like this one.
   *
   * @return the layout
   */
  public SequenceLayout another() {
    return new SequenceLayout(buckets);
  }

  /**
   * Reads where a batch's sequences lie.
   *
   * @param batch the batch
   */
  public void set(TokenBatch batch) {
    int count = batch.sequences();
    tokens = batch.tokens();
    longest = batch.longest();
    rowSegments = rowSegments.withCount(count);
    sequenceSegments = sequenceSegments.withCount(count);
    for (int s = 0; s < count; s++) {
      rowSegments.starts()[s] = batch.start(s);
      rowSegments.lengths()[s] = batch.length(s);
      rowSegments.keys()[s] = batch.key(s);
      sequenceSegments.starts()[s] = s;
      sequenceSegments.lengths()[s] = 1;
      sequenceSegments.keys()[s] = batch.key(s);
    }
    attention.set(this, this);
  }

  /**
   * Number of sequences.
   *
   * @return B
   */
  public int sequences() {
    return rowSegments.count();
  }

  int start(int sequence) {
    return (int) rowSegments.starts()[sequence];
  }

  int length(int sequence) {
    return (int) rowSegments.lengths()[sequence];
  }

  /** Rows of each sequence. */
  Segments rowSegments() {
    return rowSegments;
  }

  /** One row a sequence, as the pooled output has. */
  Segments sequenceSegments() {
    return sequenceSegments;
  }

  /**
   * How the sequences attend to themselves.
   *
   * @return their attention
   */
  public AttentionLayout attention() {
    return attention;
  }

  /**
   * Number of tokens.
   *
   * @return N
   */
  public int tokens() {
    return tokens;
  }

  /**
   * Number of rows of the batch's matrices: N rounded up.
   *
   * @return rows, spare ones included
   */
  public int rows() {
    return buckets.roundUp(tokens);
  }

  /**
   * What memory has to hold.
   *
   * @param predictions rows of what a head predicts at chosen positions
   * @return the capacity that the batch needs
   */
  public Capacity needed(int predictions) {
    int rounded = predictions == 0 ? 0 : buckets.roundUp(predictions);
    return new Capacity(rows(), longest, attention.scores(), sequences(), rounded);
  }

  /**
   * What memory has to hold for any batch of some size.
   *
   * @param sequences B at most
   * @param length S at most
   * @param predictions rows of what a head predicts at chosen positions at most
   * @return the capacity
   */
  public Capacity needed(int sequences, int length, int predictions) {
    return new Capacity(
        buckets.roundUp(sequences * length),
        length,
        AttentionLayout.maxScores(sequences, length, length),
        sequences,
        predictions == 0 ? 0 : buckets.roundUp(predictions));
  }
}
