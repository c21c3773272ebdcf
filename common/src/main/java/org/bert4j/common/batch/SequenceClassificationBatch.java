package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A batch for sequence classification: the sequences, and for each its class or none. */
public final class SequenceClassificationBatch implements Batch<SequenceClassificationBatch> {
  private final TokenBatch sequences = new TokenBatch();
  private int[] labels = new int[0];
  private int count;
  private int labelled;

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
    return List.of((long) labelled);
  }

  @Override
  public void clear() {
    sequences.clear();
    count = 0;
    labelled = 0;
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
    if (label < 0 && label != TokenClassificationBatch.IGNORED) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label is %d, expected a class of 0 or more, or %d for none",
              label,
              TokenClassificationBatch.IGNORED));
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, Math.max(32, count * 2));
    }
    labels[count++] = label;
    labelled += label < 0 ? 0 : 1;
  }

  /**
   * Label of a sequence.
   *
   * @param sequence 0 … B − 1
   * @return its class, or {@link TokenClassificationBatch#IGNORED}
   */
  public int label(int sequence) {
    return labels[Objects.checkIndex(sequence, count)];
  }

  /**
   * Number of sequences that have a class.
   *
   * @return labels that are not {@link TokenClassificationBatch#IGNORED}
   */
  public int labelled() {
    return labelled;
  }
}
