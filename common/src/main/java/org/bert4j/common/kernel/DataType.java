package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;

/** Element types of a {@link Tensor}. */
public enum DataType {
  /** IEEE 754 single precision. */
  FP32(4, dnnl_f32),
  /** The upper half of a single: 8 bits of exponent, 7 of fraction. */
  BF16(2, dnnl_bf16);

  private final int bytes;
  private final int dnnlType;

  DataType(int bytes, int dnnlType) {
    this.bytes = bytes;
    this.dnnlType = dnnlType;
  }

  /**
   * Size of an element.
   *
   * @return bytes
   */
  public int bytes() {
    return bytes;
  }

  int dnnlType() {
    return dnnlType;
  }
}
