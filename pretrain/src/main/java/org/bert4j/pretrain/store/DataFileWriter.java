package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/** Writes numbers to a new file, hashing them on the way. */
final class DataFileWriter implements AutoCloseable {
  private final FileChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private final CRC32C crc = new CRC32C();
  private final MessageDigest digest = StoreFiles.sha256();

  DataFileWriter(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void putShort(int value) throws IOException {
    reserve(Short.BYTES);
    buffer.putShort((short) value);
  }

  void putInt(int value) throws IOException {
    reserve(Integer.BYTES);
    buffer.putInt(value);
  }

  void putLong(long value) throws IOException {
    reserve(Long.BYTES);
    buffer.putLong(value);
  }

  /** Brings everything to the disk; afterwards the hashes are those of the file. */
  void finish() throws IOException {
    flush();
    channel.force(true);
  }

  String crc32c() {
    return String.format("%08x", crc.getValue());
  }

  byte[] sha256() {
    return digest.digest();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void reserve(int bytes) throws IOException {
    if (buffer.remaining() < bytes) {
      flush();
    }
  }

  private void flush() throws IOException {
    crc.update(buffer.array(), 0, buffer.position());
    digest.update(buffer.array(), 0, buffer.position());
    buffer.flip();
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    buffer.clear();
  }
}
