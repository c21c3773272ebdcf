package org.bert4j.common.kernel;

/** Models whose kernels are measured, each with a batch of sequences of 128 tokens. */
public enum ModelShape {
  /** BERT-Mini (Turc et al., 2019): many rows of short hidden states. */
  MINI(256, 4, 16),
  /** BERT-Base (Devlin et al., 2019): few rows of long ones. */
  BASE(768, 12, 4);

  private static final int LENGTH = 128;

  private final int hiddenSize;
  private final int heads;
  private final int sequences;

  ModelShape(int hiddenSize, int heads, int sequences) {
    this.hiddenSize = hiddenSize;
    this.heads = heads;
    this.sequences = sequences;
  }

  /**
   * Size of a hidden state.
   *
   * @return H
   */
  public int hiddenSize() {
    return hiddenSize;
  }

  /**
   * Size of a state between the two dense layers of the feed-forward network.
   *
   * @return I
   */
  public int intermediateSize() {
    return 4 * hiddenSize;
  }

  /**
   * Number of attention heads.
   *
   * @return A
   */
  public int heads() {
    return heads;
  }

  /**
   * Number of sequences in the batch.
   *
   * @return n
   */
  public int sequences() {
    return sequences;
  }

  /**
   * Tokens of each sequence.
   *
   * @return S
   */
  public int length() {
    return LENGTH;
  }

  /**
   * Tokens of the batch.
   *
   * @return N, the rows of its matrices
   */
  public int rows() {
    return sequences * LENGTH;
  }
}
