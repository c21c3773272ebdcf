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
}
