package org.bert4j.common.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import org.bert4j.common.io.DType;

/** Reads stored elements as floats, through a buffer of 64 KiB. Not thread-safe. */
final class ChannelReader {
  /** Elements that an array can have on every JVM. */
  static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

  private static final int BUFFER_BYTES = 1 << 16;

  private final ByteBuffer buffer;

  ChannelReader(ByteOrder order) {
    buffer = ByteBuffer.allocate(BUFFER_BYTES).order(order);
  }

  /** Fills the rest of a buffer of floats. */
  void floats(ReadableByteChannel from, DType dtype, FloatBuffer to) throws IOException {
    while (to.hasRemaining()) {
      buffer.clear().limit((int) Math.min(BUFFER_BYTES, (long) to.remaining() * dtype.bytes()));
      fill(from, buffer);
      dtype.toFloats(buffer, to);
    }
  }

  /** Some bytes from a position of a file, in little-endian order. */
  static ByteBuffer bytes(FileChannel from, long position, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
    fill(from.position(position), bytes);
    return bytes;
  }

  /** Fills a buffer and makes it ready to be taken from. */
  private static void fill(ReadableByteChannel from, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (from.read(buffer) < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    buffer.flip();
  }
}
