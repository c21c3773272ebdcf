package org.bert4j.common.kernel;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer to bytes that can be moved. */
final class BytesPointer extends BytePointer {
  BytesPointer() {
    super((Pointer) null);
  }

  BytesPointer at(long newAddress) {
    address = newAddress;
    return this;
  }
}
