package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Pairs of sequences: the sequences 2 i and 2 i + 1 are pair i, which may have a score. */
public final class SentencePairBatch implements Batch<SentencePairBatch> {
  private final TokenBatch sequences = new TokenBatch();
  private float[] scores = new float[0];

  /** Makes an empty batch. */
  public SentencePairBatch() {}

  /**
   * The input sequences; add two, then {@link #score the pair's score} where pairs have any.
   *
   * @return the sequences, B of them with N tokens
   */
  @Override
  public TokenBatch sequences() {
    return sequences;
  }

  /** Pairs. */
  @Override
  public List<Long> targets() {
    return List.of((long) pairs());
  }

  /**
   * Number of pairs.
   *
   * @return B / 2
   */
  public int pairs() {
    return sequences.sequences() / 2;
  }

  @Override
  public void clear() {
    sequences.clear();
  }

  @Override
  public SentencePairBatch empty() {
    return new SentencePairBatch();
  }

  @Override
  public void add(SentencePairBatch other, int sequence) {
    sequences.add(other.sequences, sequence);
    if (sequence % 2 == 1) {
      setScore(other.scores.length > sequence / 2 ? other.scores[sequence / 2] : 0);
    }
  }

  /**
   * Sets how alike the two sequences that were added last are.
   *
   * @param score the cosine that they should have
   */
  public void setScore(float score) {
    int pair = pairs() - 1;
    if (pair >= scores.length) {
      scores = Arrays.copyOf(scores, Math.max(32, 2 * pair));
    }
    scores[pair] = score;
  }

  /**
   * Score of a pair.
   *
   * @param pair 0 … B / 2 − 1
   * @return the cosine that its sequences should have
   */
  public float score(int pair) {
    return scores[Objects.checkIndex(pair, pairs())];
  }
}
