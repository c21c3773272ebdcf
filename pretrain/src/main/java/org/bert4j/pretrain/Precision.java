package org.bert4j.pretrain;

import java.util.Locale;
import org.bert4j.common.kernel.DataType;

/** Type of the inputs of matrix products, as a run is told. */
public enum Precision {
  /** What is fastest here without harm: single precision. */
  AUTO(DataType.FP32),
  /** Single precision. */
  FP32(DataType.FP32),
  /** Its upper half; parameters, sums and losses stay in single precision. */
  BF16(DataType.BF16);

  private final DataType dataType;

  Precision(DataType dataType) {
    this.dataType = dataType;
  }

  /**
   * The type to compute with.
   *
   * @return type of matrix operands
   */
  public DataType dataType() {
    return dataType;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
