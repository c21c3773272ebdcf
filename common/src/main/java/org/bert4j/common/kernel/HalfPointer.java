package org.bert4j.common.kernel;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;

/** A pointer to half-precision elements that can be moved. */
final class HalfPointer extends ShortPointer {
  HalfPointer() {
    super((Pointer) null);
  }

  HalfPointer at(long newAddress) {
    address = newAddress;
    return this;
  }

  /** Rounds to nearest, ties to even. */
  static short round(float value) {
    int bits = Float.floatToRawIntBits(value);
    return (short) ((bits + 0x7FFF + ((bits >>> 16) & 1)) >>> 16);
  }

  /** The same number in single precision. */
  static float widen(short half) {
    return Float.intBitsToFloat(half << 16);
  }
}
