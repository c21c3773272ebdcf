package org.bert4j.common.dl4j;

import java.util.Objects;

/**
 * Layer normalization of states, with a scale and a shift of its own and an epsilon that can be
 * set. From {@code [B, H, T]} to {@code [B, H, T]}, or from {@code [B, H]} to {@code [B, H]}.
 */
public final class LayerNormLayer extends BlockLayer {
  private static final long serialVersionUID = 1L;

  private int size;
  private double epsilon;

  /** For reading from JSON. */
  LayerNormLayer() {}

  private LayerNormLayer(Builder builder) {
    super(builder);
    size = builder.size;
    epsilon = builder.epsilon;
    initializeConstraints(builder);
  }

  @Override
  Block block() {
    return new LayerNormBlock(size, epsilon);
  }

  /**
   * Size of the states.
   *
   * @return H
   */
  public int getSize() {
    return size;
  }

  /**
   * Sets the size of the states, for reading from JSON.
   *
   * @param size H
   */
  public void setSize(int size) {
    this.size = size;
  }

  /**
   * What is added to the variance.
   *
   * @return epsilon
   */
  public double getEpsilon() {
    return epsilon;
  }

  /**
   * Sets what is added to the variance, for reading from JSON.
   *
   * @param epsilon more than 0
   */
  public void setEpsilon(double epsilon) {
    this.epsilon = epsilon;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayerNormLayer that
        && super.equals(other)
        && size == that.size
        && epsilon == that.epsilon;
  }

  @Override
  public int hashCode() {
    return Objects.hash(super.hashCode(), size, epsilon);
  }

  /** Sets what the layer is. */
  @SuppressWarnings("unchecked") // Deeplearning4j's build() returns whatever is asked for
  public static final class Builder extends BlockLayer.Builder<Builder> {
    private final int size;
    private double epsilon = 1e-12;

    /**
     * Begins with BERT's epsilon, 1e-12.
     *
     * @param size H
     */
    public Builder(int size) {
      this.size = size;
    }

    /**
     * Sets what is added to the variance.
     *
     * @param newEpsilon more than 0
     * @return this builder
     */
    public Builder epsilon(double newEpsilon) {
      epsilon = newEpsilon;
      return this;
    }

    @Override
    public LayerNormLayer build() {
      return new LayerNormLayer(this);
    }
  }
}
