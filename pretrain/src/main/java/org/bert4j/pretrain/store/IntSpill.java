package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Numbers that wait in a file of their own, so that they need no memory, for their turn. */
final class IntSpill implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;
  private final DiskWriter disk;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);

  IntSpill(Path file, DiskWriter disk) throws IOException {
    this.file = file;
    this.disk = disk;
    channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
  }

  void put(int value) throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.putInt(value);
  }

  /** Appends all numbers to a file. */
  void copyTo(BlockWriter out) throws IOException {
    flush();
    channel.position(0);
    while (fill()) {
      while (buffer.hasRemaining()) {
        out.putInt(buffer.getInt());
      }
      buffer.clear();
    }
  }

  /** Deletes the file. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }

  private void flush() throws IOException {
    disk.write(channel, buffer.flip());
    buffer.clear();
  }

  /** Reads a buffer full, or what is left. */
  private boolean fill() throws IOException {
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // A read may bring less than it is asked for.
    }
    return buffer.flip().hasRemaining();
  }
}
