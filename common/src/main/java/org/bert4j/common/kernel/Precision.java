package org.bert4j.common.kernel;

import java.util.Locale;

/** Type of the operands of matrix products, as a user asks for it. */
public enum Precision {
  /** Half precision where the processor has instructions for it, else single. */
  AUTO,
  /** Single precision. */
  FP32,
  /** Half precision; weights, gradients, moments, statistics and losses stay in single. */
  BF16,
  /** Integers of 8 bits, to use a model, not to train it. */
  INT8;

  /**
   * The type to compute with.
   *
   * @return type of matrix operands
   * @throws IllegalArgumentException if this is BF16 and the processor has no instructions for it
   */
  public DataType dataType() {
    DataType fastest = DataType.fastest();
    if (this == BF16 && fastest != DataType.BF16) {
      throw new IllegalArgumentException(
          "precision is bf16, but this processor has no bf16 instructions; use fp32 or auto");
    }
    if (this == INT8 && !DataType.hasInt8()) {
      throw new IllegalArgumentException(
          "precision is int8, but this processor has no instructions for its products; use fp32 or auto");
    }
    return this == AUTO ? fastest : DataType.valueOf(name());
  }

  /**
   * Refuses what no model can be trained with.
   *
   * @return this
   * @throws IllegalArgumentException if this is INT8
   */
  public Precision toTrainWith() {
    if (this == INT8) {
      throw new IllegalArgumentException(
          "precision is int8, which a model is only used with, expected fp32, bf16 or auto");
    }
    return this;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
