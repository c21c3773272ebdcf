package org.bert4j.common.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Reads a message of Protocol Buffers field by field, by the rules of its encoding. Damage is an
 * {@link IllegalArgumentException} or a {@link BufferUnderflowException}.
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer in;
  private long number;
  private ByteBuffer bytes;

  ProtoReader(ByteBuffer message) {
    in = message.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Reads the next field; 0 after the last one, else the field's number. */
  int next() {
    if (!in.hasRemaining()) {
      return 0;
    }
    long tag = varint(in);
    number = 0;
    bytes = ByteBuffer.allocate(0);
    switch ((int) (tag & 7)) {
      case VARINT -> number = varint(in);
      case FIXED64 -> number = in.getLong();
      case BYTES -> bytes = slice(in, varint(in));
      case FIXED32 -> number = in.getInt();
      default -> throw new IllegalArgumentException("a message that cannot be read");
    }
    return (int) Math.min(tag >>> 3, Integer.MAX_VALUE);
  }

  /** Value of a field that is a number. */
  long number() {
    return number;
  }

  /** Value of a field that is a message or a text. */
  ByteBuffer bytes() {
    return bytes;
  }

  /** Groups of 7 bits, the lowest first; the top bit says that another follows. */
  static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte group = in.get();
      value |= (group & 0x7fL) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  /** The next bytes. */
  static ByteBuffer slice(ByteBuffer in, long count) {
    if (count < 0 || count > in.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer slice = in.slice(in.position(), (int) count).order(ByteOrder.LITTLE_ENDIAN);
    in.position(in.position() + (int) count);
    return slice;
  }
}
