package org.bert4j.common.dl4j;

import java.util.Locale;
import java.util.Objects;
import org.bert4j.common.layer.MultiHeadAttention;

/**
 * Attention of every token to every other of its example, in several heads, and a projection of
 * their results; all four products have biases. From {@code [B, H, T]} to {@code [B, H, T]}; tokens
 * behind the mask are not attended to.
 */
public final class MultiHeadAttentionLayer extends BlockLayer {
  private static final long serialVersionUID = 1L;

  private int hiddenSize;
  private int heads;
  private double attentionDropout;

  /** For reading from JSON. */
  MultiHeadAttentionLayer() {}

  private MultiHeadAttentionLayer(Builder builder) {
    super(builder);
    hiddenSize = builder.hiddenSize;
    heads = builder.heads;
    attentionDropout = builder.attentionDropout;
    initializeConstraints(builder);
  }

  static int requireDivisor(int hiddenSize, int heads) {
    if (heads < 1 || hiddenSize % heads != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "heads is %d, expected a divisor of hiddenSize, %d", heads, hiddenSize));
    }
    return heads;
  }

  @Override
  Block block() {
    return new AttentionBlock(
        hiddenSize, MultiHeadAttention.Settings.bidirectional(heads, attentionDropout));
  }

  /**
   * Size of the states.
   *
   * @return H
   */
  public int getHiddenSize() {
    return hiddenSize;
  }

  /**
   * Sets the size of the states, for reading from JSON.
   *
   * @param hiddenSize H
   */
  public void setHiddenSize(int hiddenSize) {
    this.hiddenSize = hiddenSize;
  }

  /**
   * Attention heads.
   *
   * @return A
   */
  public int getHeads() {
    return heads;
  }

  /**
   * Sets the attention heads, for reading from JSON.
   *
   * @param heads A
   */
  public void setHeads(int heads) {
    this.heads = heads;
  }

  /**
   * Dropout of attention probabilities.
   *
   * @return share that is dropped in training
   */
  public double getAttentionDropout() {
    return attentionDropout;
  }

  /**
   * Sets the dropout of attention probabilities, for reading from JSON.
   *
   * @param attentionDropout share that is dropped in training
   */
  public void setAttentionDropout(double attentionDropout) {
    this.attentionDropout = attentionDropout;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MultiHeadAttentionLayer that
        && super.equals(other)
        && hiddenSize == that.hiddenSize
        && heads == that.heads
        && attentionDropout == that.attentionDropout;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), hiddenSize, heads, attentionDropout);
  }

  /** Sets what the layer is. */
  @SuppressWarnings("unchecked") // Deeplearning4j's build() returns whatever is asked for
  public static final class Builder extends BlockLayer.Builder<Builder> {
    private final int hiddenSize;
    private final int heads;
    private double attentionDropout;

    /**
     * Begins without dropout.
     *
     * @param hiddenSize H
     * @param heads A, a divisor of H
     */
    public Builder(int hiddenSize, int heads) {
      this.hiddenSize = hiddenSize;
      this.heads = requireDivisor(hiddenSize, heads);
    }

    /**
     * Sets the dropout of attention probabilities.
     *
     * @param rate share that is dropped in training
     * @return this builder
     */
    public Builder attentionDropout(double rate) {
      attentionDropout = rate;
      return this;
    }

    @Override
    public MultiHeadAttentionLayer build() {
      return new MultiHeadAttentionLayer(this);
    }
  }
}
