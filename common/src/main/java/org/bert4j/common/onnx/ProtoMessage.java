package org.bert4j.common.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message of Protocol Buffers that stays in its file and is read field by field, so that the
 * gigabytes of a tensor are passed over. Damage is an {@link IllegalArgumentException}.
 */
final class ProtoMessage {
  /** Longest name; those of exporters have less than 300 characters. */
  private static final int MAX_TEXT = 1 << 12;

  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final FileWindow file;
  private final long begin;
  private final long end;
  private long position;
  private long number;
  private ProtoMessage content;

  private ProtoMessage(FileWindow file, long begin, long end) {
    this.file = file;
    this.begin = begin;
    this.end = end;
    position = begin;
  }

  /** The message that a whole file is. */
  static ProtoMessage of(FileWindow file) {
    return new ProtoMessage(file, 0, file.size());
  }

  /** Reads the next field; 0 after the last one, else the field's number. */
  int next() throws IOException {
    if (position == end) {
      return 0;
    }
    long tag = varint();
    number = 0;
    content = null;
    switch ((int) (tag & 7)) {
      case VARINT -> number = varint();
      case FIXED64 -> number = fixed(Long.BYTES);
      case BYTES -> {
        long length = varint();
        if (length < 0 || length > end - position) {
          throw new IllegalArgumentException(
              "a field of " + length + " bytes where " + (end - position) + " are left");
        }
        content = new ProtoMessage(file, position, position + length);
        position += length;
      }
      case FIXED32 -> number = fixed(Integer.BYTES);
      default -> throw new IllegalArgumentException("a field of an unknown kind");
    }
    return (int) Math.min(tag >>> 3 & Long.MAX_VALUE, Integer.MAX_VALUE);
  }

  boolean hasRemaining() {
    return position < end;
  }

  /** Whether the field's value is a number. */
  boolean isNumber() {
    return content == null;
  }

  /** Value of a field that is a number, by its bits if it is a floating-point one. */
  long number() {
    return number;
  }

  /** Value of a field that is a message, a text or packed numbers. */
  ProtoMessage message() {
    if (content == null) {
      throw new IllegalArgumentException("a number where a message was expected");
    }
    return content;
  }

  /** Value of a field that is a text. */
  String text() throws IOException {
    ProtoMessage bytes = message();
    if (bytes.length() > MAX_TEXT) {
      throw new IllegalArgumentException("a name of " + bytes.length() + " bytes");
    }
    byte[] utf8 = file.bytes(bytes.begin, (int) bytes.length());
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** Where the message begins in the file. */
  long begin() {
    return begin;
  }

  long length() {
    return end - begin;
  }

  /** The next number of packed ones. */
  long varint() throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte group = next(position);
      position++;
      value |= (group & 0x7fL) << shift;
      if (group >= 0) {
        return value;
      }
    }
    throw new IllegalArgumentException("a number of more than 64 bits");
  }

  /** The next number of packed ones of a fixed size. */
  long fixed(int bytes) throws IOException {
    ByteBuffer value = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < bytes; i++) {
      value.put(i, next(position++));
    }
    return value.getLong(0);
  }

  private byte next(long at) throws IOException {
    if (at >= end) {
      throw new IllegalArgumentException("a field that is cut off");
    }
    return file.at(at);
  }
}
