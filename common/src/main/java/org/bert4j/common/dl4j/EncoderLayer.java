package org.bert4j.common.dl4j;

import java.util.Objects;
import org.bert4j.common.layer.TransformerLayer;
import org.bert4j.common.model.Activation;
import org.bert4j.common.model.BertModel;

/**
 * One layer of BERT's encoder as a layer of Deeplearning4j: attention in several heads, then a
 * feed-forward network, each with a residual and a normalization behind it. From {@code [B, H, T]}
 * to {@code [B, H, T]}; its parameters are named as in {@code bert.encoder.layer.0}, with hyphens
 * for underscores.
 */
public final class EncoderLayer extends BlockLayer {
  private static final long serialVersionUID = 1L;

  private int hiddenSize;
  private int intermediateSize;
  private int heads;
  private Activation activation = Activation.GELU;
  private double layerNormEps;
  private double hiddenDropout;
  private double attentionDropout;

  /** For reading from JSON. */
  EncoderLayer() {}

  private EncoderLayer(Builder builder) {
    super(builder);
    hiddenSize = builder.hiddenSize;
    intermediateSize = builder.intermediateSize;
    heads = builder.heads;
    activation = builder.hiddenActivation;
    layerNormEps = builder.layerNormEps;
    hiddenDropout = builder.hiddenDropout;
    attentionDropout = builder.attentionDropout;
    initializeConstraints(builder);
  }

  @Override
  Block block() {
    return new TransformerBlock(
        new TransformerLayer.Settings(
            hiddenSize,
            intermediateSize,
            heads,
            BertModel.function(activation),
            layerNormEps,
            hiddenDropout,
            attentionDropout));
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
   * Size of the feed-forward network.
   *
   * @return I
   */
  public int getIntermediateSize() {
    return intermediateSize;
  }

  /**
   * Sets the size of the feed-forward network, for reading from JSON.
   *
   * @param intermediateSize I
   */
  public void setIntermediateSize(int intermediateSize) {
    this.intermediateSize = intermediateSize;
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
   * Activation of the feed-forward network.
   *
   * @return the activation
   */
  public Activation getActivation() {
    return activation;
  }

  /**
   * Sets the activation of the feed-forward network, for reading from JSON.
   *
   * @param activation the activation
   */
  public void setActivation(Activation activation) {
    this.activation = activation;
  }

  /**
   * What normalizations add to the variance.
   *
   * @return epsilon
   */
  public double getLayerNormEps() {
    return layerNormEps;
  }

  /**
   * Sets what normalizations add to the variance, for reading from JSON.
   *
   * @param layerNormEps epsilon
   */
  public void setLayerNormEps(double layerNormEps) {
    this.layerNormEps = layerNormEps;
  }

  /**
   * Dropout of both sublayers' results.
   *
   * @return share that is dropped in training
   */
  public double getHiddenDropout() {
    return hiddenDropout;
  }

  /**
   * Sets the dropout of both sublayers' results, for reading from JSON.
   *
   * @param hiddenDropout share that is dropped in training
   */
  public void setHiddenDropout(double hiddenDropout) {
    this.hiddenDropout = hiddenDropout;
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
    return other instanceof EncoderLayer that
        && super.equals(other)
        && hiddenSize == that.hiddenSize
        && intermediateSize == that.intermediateSize
        && heads == that.heads
        && activation == that.activation
        && layerNormEps == that.layerNormEps
        && hiddenDropout == that.hiddenDropout
        && attentionDropout == that.attentionDropout;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), hiddenSize, intermediateSize, heads);
  }

  /** Sets what the layer is; all else is as in BERT. */
  @SuppressWarnings("unchecked") // Deeplearning4j's build() returns whatever is asked for
  public static final class Builder extends BlockLayer.Builder<Builder> {
    private final int hiddenSize;
    private final int heads;
    private int intermediateSize;
    private Activation hiddenActivation = Activation.GELU;
    private double layerNormEps = 1e-12;
    private double hiddenDropout = 0.1;
    private double attentionDropout = 0.1;

    /**
     * Begins with BERT's settings: a feed-forward network of 4 H, dropout of 0.1.
     *
     * @param hiddenSize H
     * @param heads A, a divisor of H
     */
    public Builder(int hiddenSize, int heads) {
      this.hiddenSize = hiddenSize;
      this.heads = MultiHeadAttentionLayer.requireDivisor(hiddenSize, heads);
      intermediateSize = 4 * hiddenSize;
    }

    /**
     * Sets the size of the feed-forward network.
     *
     * @param size I
     * @return this builder
     */
    public Builder intermediateSize(int size) {
      intermediateSize = size;
      return this;
    }

    /**
     * Sets the activation of the feed-forward network.
     *
     * @param function the activation
     * @return this builder
     */
    public Builder hiddenActivation(Activation function) {
      hiddenActivation = function;
      return this;
    }

    /**
     * Sets what normalizations add to the variance.
     *
     * @param epsilon more than 0
     * @return this builder
     */
    public Builder layerNormEps(double epsilon) {
      layerNormEps = epsilon;
      return this;
    }

    /**
     * Sets the dropout of both sublayers' results and of attention probabilities.
     *
     * @param hidden share of results that is dropped in training
     * @param attention share of probabilities that is dropped in training
     * @return this builder
     */
    public Builder dropout(double hidden, double attention) {
      hiddenDropout = hidden;
      attentionDropout = attention;
      return this;
    }

    @Override
    public EncoderLayer build() {
      return new EncoderLayer(this);
    }
  }
}
