package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A batch for extractive question answering: the sequences, and for each where its answer starts
 * and ends.
 */
public final class QuestionAnsweringBatch implements Batch<QuestionAnsweringBatch> {
  private final TokenBatch sequences = new TokenBatch();
  private int[] starts = new int[0];
  private int[] ends = new int[0];
  private int answers;

  /** Makes an empty batch. */
  public QuestionAnsweringBatch() {}

  /**
   * The input sequences; add one, then {@link #addAnswer its answer}.
   *
   * @return the sequences, B of them with N tokens
   */
  @Override
  public TokenBatch sequences() {
    return sequences;
  }

  /** Sequences whose answer starts inside them, and those whose answer ends inside them. */
  @Override
  public List<Long> targets() {
    return List.of((long) countedStarts(), (long) countedEnds());
  }

  @Override
  public void clear() {
    sequences.clear();
    answers = 0;
  }

  @Override
  public QuestionAnsweringBatch empty() {
    return new QuestionAnsweringBatch();
  }

  @Override
  public void add(QuestionAnsweringBatch other, int sequence) {
    sequences.add(other.sequences, sequence);
    addAnswer(other.start(sequence), other.end(sequence));
  }

  /**
   * Appends the answer of the next sequence. A position outside the sequence does not count in the
   * loss, as HuggingFace's {@code ignored_index} does not.
   *
   * @param start position of the answer's first token in the sequence; 0, that is [CLS], where
   *     there is no answer
   * @param end position of the answer's last token in the sequence; 0 where there is no answer
   */
  public void addAnswer(int start, int end) {
    if (answers == starts.length) {
      int capacity = Math.max(32, answers * 2);
      ends = Arrays.copyOf(ends, capacity);
      starts = Arrays.copyOf(starts, capacity); // last: it tells of both
    }
    starts[answers] = start;
    ends[answers++] = end;
  }

  /**
   * Where an answer starts.
   *
   * @param sequence 0 … B − 1
   * @return position of its first token in the sequence
   */
  public int start(int sequence) {
    return starts[Objects.checkIndex(sequence, answers)];
  }

  /**
   * Where an answer ends.
   *
   * @param sequence 0 … B − 1
   * @return position of its last token in the sequence
   */
  public int end(int sequence) {
    return ends[Objects.checkIndex(sequence, answers)];
  }

  /**
   * Number of starts that count.
   *
   * @return starts inside their sequences
   */
  public int countedStarts() {
    return counted(starts);
  }

  /**
   * Number of ends that count.
   *
   * @return ends inside their sequences
   */
  public int countedEnds() {
    return counted(ends);
  }

  private int counted(int[] positions) {
    int counted = 0;
    for (int s = 0; s < answers; s++) {
      counted += isInside(positions[s], s) ? 1 : 0;
    }
    return counted;
  }

  private boolean isInside(int position, int sequence) {
    return position >= 0 && position < sequences.length(sequence);
  }
}
