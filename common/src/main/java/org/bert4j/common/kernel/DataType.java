package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;

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
   * The type whose matrix products are fastest on this processor: half precision where it has
   * instructions for it.
   *
   * @return BF16 or FP32
   */
  public static DataType fastest() {
    JavaCppCache.load();
    int isa = dnnl_get_effective_cpu_isa();
    return (isa & dnnl_cpu_isa_avx512_core_bf16) == dnnl_cpu_isa_avx512_core_bf16 ? BF16 : FP32;
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
