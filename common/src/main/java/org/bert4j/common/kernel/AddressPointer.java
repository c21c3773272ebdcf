package org.bert4j.common.kernel;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** A pointer that can be moved, so that passing an address to native code makes no garbage. */
final class AddressPointer extends FloatPointer {
  AddressPointer() {
    super((Pointer) null);
  }

  AddressPointer at(long newAddress) {
    address = newAddress;
    return this;
  }
}
