package org.bert4j.common.batch;

import java.util.List;

/** A batch for token classification: the sequences, and for each token its class or none. */
public final class TokenClassificationBatch implements Batch<TokenClassificationBatch> {
  /** Label of a token that does not count, as in PyTorch and HuggingFace. */
  public static final int IGNORED = -100;

  private final TokenBatch sequences = new TokenBatch();
  private final ClassLabels labels = new ClassLabels();

  /** Makes an empty batch. */
  public TokenClassificationBatch() {}

  /**
   * The input sequences; add one, then {@link #addLabel the label} of each of its tokens.
   *
   * @return the sequences, B of them with N tokens
   */
  @Override
  public TokenBatch sequences() {
    return sequences;
  }

  /** Labelled tokens. */
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
  public TokenClassificationBatch empty() {
    return new TokenClassificationBatch();
  }

  @Override
  public void add(TokenClassificationBatch other, int sequence) {
    sequences.add(other.sequences, sequence);
    int start = other.sequences.start(sequence);
    for (int i = 0; i < other.sequences.length(sequence); i++) {
      addLabel(other.label(start + i));
    }
  }

  /**
   * Appends the label of the next token.
   *
   * @param label its class, 0 … K − 1, or {@link #IGNORED}
   */
  public void addLabel(int label) {
    labels.add(label);
  }

  /**
   * Label of a token.
   *
   * @param token 0 … N − 1
   * @return its class, or {@link #IGNORED}
   */
  public int label(int token) {
    return labels.get(token);
  }

  /**
   * Number of tokens that have a class.
   *
   * @return labels that are not {@link #IGNORED}
   */
  public int labelled() {
    return labels.labelled();
  }
}
