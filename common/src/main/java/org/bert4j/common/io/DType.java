package org.bert4j.common.io;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Element types that can be read as floats, by the names of safetensors files. */
public enum DType {
  /** IEEE 754 binary64. */
  F64(8),
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary16. */
  F16(2),
  /** The upper half of a binary32. */
  BF16(2),
  /** Signed integer of 64 bits. */
  I64(8),
  /** Signed integer of 32 bits. */
  I32(4),
  /** Signed integer of 16 bits. */
  I16(2),
  /** Signed integer of 8 bits. */
  I8(1),
  /** Unsigned integer of 8 bits. */
  U8(1),
  /** 0 or 1 in a byte. */
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /**
   * Size of an element.
   *
   * @return its bytes
   */
  public int bytes() {
    return bytes;
  }

  /**
   * Converts all remaining elements.
   *
   * @param from whole elements in its byte order
   * @param to receives them
   */
  public void toFloats(ByteBuffer from, FloatBuffer to) {
    if (this == F32) {
      to.put(from.asFloatBuffer());
      return;
    }
    while (from.hasRemaining()) {
      to.put(next(from));
    }
  }

  private float next(ByteBuffer from) {
    return switch (this) {
      case F64 -> (float) from.getDouble();
      case F32 -> from.getFloat();
      case F16 -> halfToFloat(from.getShort());
      case BF16 -> Float.intBitsToFloat(from.getShort() << 16);
      case I64 -> from.getLong();
      case I32 -> from.getInt();
      case I16 -> from.getShort();
      case I8 -> from.get();
      case U8, BOOL -> from.get() & 0xff;
    };
  }

  /**
   * Converts IEEE 754 binary16: a sign, 5 exponent bits with bias 15, 10 fraction bits.
   *
   * @param half its bits
   * @return the same number
   */
  public static float halfToFloat(short half) {
    int sign = (half & 0x8000) << 16;
    int exponent = half >> 10 & 0x1f;
    int fraction = half & 0x3ff;
    if (exponent == 0x1f) {
      return Float.intBitsToFloat(sign | 0x7f800000 | fraction << 13);
    }
    if (exponent == 0) {
      float subnormal = fraction * 0x1p-24f;
      return sign == 0 ? subnormal : -subnormal;
    }
    return Float.intBitsToFloat(sign | exponent + 112 << 23 | fraction << 13);
  }
}
