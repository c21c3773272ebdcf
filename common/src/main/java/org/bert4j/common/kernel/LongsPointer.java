package org.bert4j.common.kernel;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer to 64-bit numbers that is moved instead of made anew. */
final class LongsPointer extends LongPointer {
  LongsPointer() {
    super((Pointer) null);
  }

  LongsPointer at(long newAddress) {
    address = newAddress;
    return this;
  }
}
