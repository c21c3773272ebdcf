package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;

/**
 * A batch of sequence pairs: what an encoder reads, and what a decoder is to write. The decoder
 * reads each target up to its last token, and predicts it from its second token on.
 */
public final class Seq2SeqBatch implements Batch<Seq2SeqBatch> {
  private final TokenBatch sources = new TokenBatch();
  private final TokenBatch decoded = new TokenBatch();
  private int[] labels = new int[0];

  /** Makes an empty batch. */
  public Seq2SeqBatch() {}

  /**
   * The source sequences; add one, then {@link #addTarget its target}.
   *
   * @return the sequences, B of them with N tokens
   */
  @Override
  public TokenBatch sequences() {
    return sources;
  }

  /**
   * What the decoder reads: of each target all tokens but the last.
   *
   * @return the sequences, B of them
   */
  public TokenBatch decoded() {
    return decoded;
  }

  /**
   * Appends the target of the source that was added last.
   *
   * @param ids the token that every target begins with, the target's own, and the one that every
   *     target ends with
   * @throws IllegalArgumentException if there are fewer than two
   */
  public void addTarget(int... ids) {
    if (ids.length < 2) {
      throw new IllegalArgumentException(
          "a target has at least its begin and its end, not " + ids.length + " tokens");
    }
    int length = ids.length - 1;
    addLabels(ids, 1, length);
    decoded.add(ids, new int[length], 0, length);
  }

  /**
   * What follows a token that the decoder reads.
   *
   * @param token index among those
   * @return id of the next token
   */
  public int label(int token) {
    return labels[token];
  }

  /** Tokens that are predicted. */
  @Override
  public List<Long> targets() {
    return List.of((long) decoded.tokens());
  }

  @Override
  public int tokens() {
    return sources.tokens() + decoded.tokens();
  }

  @Override
  public void clear() {
    sources.clear();
    decoded.clear();
  }

  @Override
  public Seq2SeqBatch empty() {
    return new Seq2SeqBatch();
  }

  @Override
  public void add(Seq2SeqBatch other, int sequence) {
    sources.add(other.sources, sequence);
    addLabels(other.labels, other.decoded.start(sequence), other.decoded.length(sequence));
    decoded.add(other.decoded, sequence);
  }

  /** Labels of the sequence that is appended next. */
  private void addLabels(int[] ids, int from, int length) {
    int start = decoded.tokens();
    if (labels.length < start + length) {
      labels = Arrays.copyOf(labels, Math.max(start + length, labels.length * 2));
    }
    System.arraycopy(ids, from, labels, start, length);
  }
}
