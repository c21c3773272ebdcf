package org.bert4j.common.onnx;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** The bytes of a file, of which 64 KiB are in memory. Not thread-safe. */
final class FileWindow {
  private static final int BYTES = 1 << 16;

  private final FileChannel channel;
  private final long size;
  private final ByteBuffer window = ByteBuffer.allocate(BYTES);
  private long start;

  FileWindow(FileChannel channel) throws IOException {
    this.channel = channel;
    size = channel.size();
    window.limit(0);
  }

  long size() {
    return size;
  }

  byte at(long position) throws IOException {
    if (position < start || position >= start + window.limit()) {
      start = position;
      window.clear();
      while (window.hasRemaining() && channel.read(window, start + window.position()) >= 0) {
        // Until it is full, or the file at its end.
      }
      window.flip();
      if (!window.hasRemaining()) {
        throw new EOFException("the file became shorter while it was read");
      }
    }
    return window.get((int) (position - start));
  }

  byte[] bytes(long position, int count) throws IOException {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = at(position + i);
    }
    return bytes;
  }
}
