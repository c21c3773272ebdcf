package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A batch for sequence classification or regression: the sequences, and for each its class or none,
 * or K numbers.
 */
public final class SequenceClassificationBatch implements Batch<SequenceClassificationBatch> {
  private final TokenBatch sequences = new TokenBatch();
  private final ClassLabels labels = new ClassLabels();
  private float[] weights = new float[0];
  private float[][] targets = new float[0][];
  private int count;
  private long numbers;

  /** Makes an empty batch. */
  public SequenceClassificationBatch() {}

  /**
   * The input sequences; add one, then {@link #addLabel its label} or {@link #addTargets its
   * numbers}.
   *
   * @return the sequences, B of them with N tokens
   */
  @Override
  public TokenBatch sequences() {
    return sequences;
  }

  /** Labelled sequences, or numbers. */
  @Override
  public List<Long> targets() {
    return List.of(labels.labelled() + numbers);
  }

  @Override
  public void clear() {
    sequences.clear();
    labels.clear();
    count = 0;
    numbers = 0;
  }

  @Override
  public SequenceClassificationBatch empty() {
    return new SequenceClassificationBatch();
  }

  @Override
  public void add(SequenceClassificationBatch other, int sequence) {
    sequences.add(other.sequences, sequence);
    if (other.targets[sequence] != null) {
      addTargets(other.targets[sequence]);
    } else {
      addLabel(other.label(sequence), other.weights[sequence]);
    }
  }

  /**
   * Appends the class of the next sequence.
   *
   * @param label its class, 0 … K − 1, or {@link TokenClassificationBatch#IGNORED}
   * @throws IllegalArgumentException if it is another negative number
   */
  public void addLabel(int label) {
    addLabel(label, 1);
  }

  /**
   * Appends the class of the next sequence.
   *
   * @param label its class, 0 … K − 1, or {@link TokenClassificationBatch#IGNORED}
   * @param weight factor of its loss, which counts as one sequence's nevertheless
   * @throws IllegalArgumentException if it is another negative number
   */
  public void addLabel(int label, float weight) {
    labels.add(label);
    next(null, weight);
  }

  /**
   * Appends the numbers of the next sequence: what is to be predicted, or 1 for each of K classes
   * that it has and 0 for the others.
   *
   * @param values K numbers, kept by the batch
   */
  public void addTargets(float[] values) {
    labels.add(TokenClassificationBatch.IGNORED);
    next(values, 1);
    numbers += values.length;
  }

  private void next(float[] values, float weight) {
    if (count == weights.length) {
      int size = Math.max(32, count * 2);
      weights = Arrays.copyOf(weights, size);
      targets = Arrays.copyOf(targets, size);
    }
    targets[count] = values;
    weights[count++] = weight;
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
   * Weight of a labelled sequence.
   *
   * @param sequence 0 … B − 1
   * @return factor of its loss
   */
  public float weight(int sequence) {
    return weights[Objects.checkIndex(sequence, count)];
  }

  /**
   * Numbers of a sequence.
   *
   * @param sequence 0 … B − 1
   * @return K numbers, or null where it was given a class
   */
  public float[] targets(int sequence) {
    return targets[Objects.checkIndex(sequence, count)];
  }
}
