package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A batch for Masked LM and Next Sentence Prediction: the sequences with their masks applied, what
 * stood at the M masked positions, and for each sequence whether its second segment is a random
 * one.
 */
public final class PretrainingBatch implements Batch<PretrainingBatch> {
  /** Label of a second segment that follows the first in its document. */
  public static final int IS_NEXT = 0;

  /** Label of a second segment drawn from another document. */
  public static final int RANDOM_NEXT = 1;

  private final TokenBatch sequences = new TokenBatch();
  private int[] maskedPositions = new int[0];
  private int[] maskedIds = new int[0];
  private int masked;
  private int[] nextSentenceLabels = new int[0];
  private int labelled;

  /** Makes an empty batch. */
  public PretrainingBatch() {}

  /** Masked positions, and sequences. */
  @Override
  public List<Long> targets() {
    return List.of((long) masked, (long) sequences.sequences());
  }

  /** At least one, as kernels are not run over nothing. */
  @Override
  public int predictions() {
    return Math.max(1, masked);
  }

  @Override
  public void clear() {
    sequences.clear();
    masked = 0;
    labelled = 0;
  }

  /**
   * The input sequences; add one, then {@link #addNextSentenceLabel its label} and {@link
   * #addMasked its masked positions}.
   *
   * @return the sequences, B of them with N tokens
   */
  @Override
  public TokenBatch sequences() {
    return sequences;
  }

  @Override
  public PretrainingBatch empty() {
    return new PretrainingBatch();
  }

  @Override
  public void add(PretrainingBatch other, int sequence) {
    int start = other.sequences.start(sequence);
    int end = start + other.sequences.length(sequence);
    int shift = sequences.tokens() - start;
    sequences.add(other.sequences, sequence);
    addNextSentenceLabel(other.nextSentenceLabel(sequence));
    int last = other.firstMasked(end);
    for (int i = other.firstMasked(start); i < last; i++) {
      addMasked(other.maskedPositions[i] + shift, other.maskedIds[i]);
    }
  }

  /** Number of masked positions in the sequences before a sequence's start. */
  private int firstMasked(int start) {
    int low = 0;
    int high = masked;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (maskedPositions[middle] < start) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Appends the next-sentence label of the next sequence.
   *
   * @param label {@link #IS_NEXT} or {@link #RANDOM_NEXT}
   */
  public void addNextSentenceLabel(int label) {
    if (labelled == nextSentenceLabels.length) {
      nextSentenceLabels = Arrays.copyOf(nextSentenceLabels, Math.max(32, labelled * 2));
    }
    nextSentenceLabels[labelled++] = label;
  }

  /**
   * Appends a position whose word piece is to be predicted, sequence after sequence.
   *
   * @param token its index in {@code [N]}
   * @param id the word piece that stood there before masking
   */
  public void addMasked(int token, int id) {
    if (masked == maskedPositions.length) {
      int capacity = Math.max(256, masked * 2);
      maskedIds = Arrays.copyOf(maskedIds, capacity);
      maskedPositions = Arrays.copyOf(maskedPositions, capacity); // last: it tells of both
    }
    maskedPositions[masked] = token;
    maskedIds[masked++] = id;
  }

  /**
   * Number of masked positions.
   *
   * @return M
   */
  public int masked() {
    return masked;
  }

  /**
   * A masked position.
   *
   * @param i 0 … M − 1
   * @return its index in {@code [N]}
   */
  public int maskedPosition(int i) {
    return maskedPositions[Objects.checkIndex(i, masked)];
  }

  /**
   * What stood at a masked position.
   *
   * @param i 0 … M − 1
   * @return the word piece's id
   */
  public int maskedId(int i) {
    return maskedIds[Objects.checkIndex(i, masked)];
  }

  /**
   * Next-sentence label of a sequence.
   *
   * @param sequence 0 … B − 1
   * @return {@link #IS_NEXT} or {@link #RANDOM_NEXT}
   */
  public int nextSentenceLabel(int sequence) {
    return nextSentenceLabels[Objects.checkIndex(sequence, labelled)];
  }
}
