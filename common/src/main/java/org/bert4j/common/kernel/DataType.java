package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx2_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_bf16;
import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu_isa_avx512_core_vnni;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_get_effective_cpu_isa;
import static org.bytedeco.dnnl.global.dnnl.dnnl_s8;
import static org.bytedeco.dnnl.global.dnnl.dnnl_u8;

/** Element types of a {@link Tensor}. */
public enum DataType {
  /** IEEE 754 single precision. */
  FP32(4, dnnl_f32),
  /** The upper half of a single: 8 bits of exponent, 7 of fraction. */
  BF16(2, dnnl_bf16),
  /**
   * Integers of 8 bits, which stand for multiples of a scale. Asked for as the type of matrix
   * operands: weights have a scale for each output, activations one for each row, found when they
   * are there; all else is in single precision. A model is only used so, not trained.
   */
  INT8(1, dnnl_s8),
  /** The same without a sign, around 128, as the processor's instructions take the left operand. */
  UINT8(1, dnnl_u8);

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
    return has(dnnl_cpu_isa_avx512_core_bf16) ? BF16 : FP32;
  }

  /**
   * The smallest type whose elements oneDNN multiplies with single precision on this processor: it
   * has half precision from AVX-512 on, and refuses it on processors with AVX2 only.
   *
   * @return BF16 or FP32
   */
  static DataType smallest() {
    return has(dnnl_cpu_isa_avx512_core) ? BF16 : FP32;
  }

  /**
   * Whether this processor multiplies integers of 8 bits exactly.
   *
   * @return true if it has instructions for it
   */
  public static boolean hasInt8() {
    return has(dnnl_cpu_isa_avx512_core_vnni) || has(dnnl_cpu_isa_avx2_vnni);
  }

  private static boolean has(int instructions) {
    JavaCppCache.load();
    return (dnnl_get_effective_cpu_isa() & instructions) == instructions;
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
