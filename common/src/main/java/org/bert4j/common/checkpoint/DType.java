package org.bert4j.common.checkpoint;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** Element types that can be read as floats, by the names of safetensors files. */
enum DType {
  F64(8),
  F32(4),
  F16(2),
  BF16(2),
  I64(8),
  I32(4),
  I16(2),
  I8(1),
  U8(1),
  BOOL(1);

  private final int bytes;

  DType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  int bytes() {
    return bytes;
  }

  /** Converts all remaining elements; the source has its byte order and holds whole elements. */
  void toFloats(ByteBuffer from, FloatBuffer to) {
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

  /** IEEE 754 binary16: a sign, 5 exponent bits with bias 15, 10 fraction bits. */
  static float halfToFloat(short half) {
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
