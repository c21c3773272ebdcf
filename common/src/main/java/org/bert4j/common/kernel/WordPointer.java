package org.bert4j.common.kernel;

import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer to 32-bit words that is moved instead of made anew. */
final class WordPointer extends IntPointer {
  WordPointer() {
    super((Pointer) null);
  }

  WordPointer at(long newAddress) {
    address = newAddress;
    return this;
  }
}
