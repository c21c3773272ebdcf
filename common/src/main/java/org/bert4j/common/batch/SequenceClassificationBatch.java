package org.bert4j.common.batch;

import java.util.List;

/** A batch for sequence classification: the sequences, and for each its class or none. */
public final class SequenceClassificationBatch implements Batch<SequenceClassificationBatch> {
  private final TokenBatch sequences = new TokenBatch();
  private final ClassLabels labels = new ClassLabels();

  /** Makes an empty batch. */
  public SequenceClassificationBatch() {}

  /**
   * The input sequences; add one, then {@link #addLabel its label}.
   *
   * @return the sequences, B of them with N tokens
   */
  @Override
  public TokenBatch sequences() {
    return sequences;
  }

  /** Labelled sequences. */
  @Override
  public List<Long> targets() {
    return List.of((long) labels.labelled());
  }

  @Override
  public void clear() {
    sequences.clear();
    labels.clear();
  }

  @Override
  public SequenceClassificationBatch empty() {
    return new SequenceClassificationBatch();
  }

  @Override
  public void add(SequenceClassificationBatch other, int sequence) {
    sequences.add(other.sequences, sequence);
    addLabel(other.label(sequence));
  }

  /**
   * Appends the label of the next sequence.
   *
   * @param label its class, 0 … K − 1, or {@link TokenClassificationBatch#IGNORED}
   * @throws IllegalArgumentException if it is another negative number
   */
  public void addLabel(int label) {
    labels.add(label);
  }

  /**
   * Label of a sequence.
   *
   * @param sequence 0 … B − 1
   * @return its class, or {@link TokenClassificationBatch#IGNORED}
   */
  public int label(int sequence) {
    return labels.get(sequence);
  }

  /**
   * Number of sequences that have a class.
   *
   * @return labels that are not {@link TokenClassificationBatch#IGNORED}
   */
  public int labelled() {
    return labels.labelled();
  }
}
