package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** A batch for token classification: the sequences, and for each token its class or none. */
public final class TokenClassificationBatch implements Batch<TokenClassificationBatch> {
  /** Label of a token that does not count, as in PyTorch and HuggingFace. */
  public static final int IGNORED = -100;

  private final TokenBatch sequences = new TokenBatch();
  private int[] labels = new int[0];
  private int tokens;
  private int labelled;

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
    return List.of((long) labelled);
  }

  @Override
  public void clear() {
    sequences.clear();
    tokens = 0;
    labelled = 0;
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
    if (label < 0 && label != IGNORED) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label is %d, expected a class of 0 or more, or %d for none",
              label,
              IGNORED));
    }
    if (tokens == labels.length) {
      labels = Arrays.copyOf(labels, Math.max(256, tokens * 2));
    }
    labels[tokens++] = label;
    labelled += label == IGNORED ? 0 : 1;
  }

  /**
   * Label of a token.
   *
   * @param token 0 … N − 1
   * @return its class, or {@link #IGNORED}
   */
  public int label(int token) {
    return labels[Objects.checkIndex(token, tokens)];
  }

  /**
   * Number of tokens that have a class.
   *
   * @return labels that are not {@link #IGNORED}
   */
  public int labelled() {
    return labelled;
  }
}
