package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * A file of little-endian numbers, mapped into memory in parts, because one mapping holds at most 2
 * GB. The pages belong to the file cache; a mapping ends when its object is collected, for Java 17
 * has no safe way to end it sooner. Safe for many readers.
 */
final class MappedFile {
  /** Part of 1 GiB; a multiple of every number's size, so that no number crosses parts. */
  static final int PART_BITS = 30;

  private final MappedByteBuffer[] parts;
  private final int partBits;

  MappedFile(Path file, int partBits) throws IOException {
    this.partBits = partBits;
    long partSize = 1L << partBits;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      parts = new MappedByteBuffer[Math.toIntExact((size + partSize - 1) >> partBits)];
      for (int i = 0; i < parts.length; i++) {
        long start = (long) i << partBits;
        long length = Math.min(partSize, size - start);
        parts[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
        parts[i].order(ByteOrder.LITTLE_ENDIAN);
      }
    }
  }

  /** The number at an index of a file of unsigned 16-bit numbers. */
  int unsignedShort(long index) {
    long at = index << 1;
    return parts[(int) (at >> partBits)].getShort(within(at)) & 0xFFFF;
  }

  /** The number at an index of a file of 32-bit numbers. */
  int integer(long index) {
    long at = index << 2;
    return parts[(int) (at >> partBits)].getInt(within(at));
  }

  /** The number at an index of a file of 64-bit numbers. */
  long longInteger(long index) {
    long at = index << 3;
    return parts[(int) (at >> partBits)].getLong(within(at));
  }

  /** The checksum of the whole file, in hexadecimal. */
  String crc32c() {
    CRC32C crc = new CRC32C();
    byte[] copy = new byte[ShardLayout.BLOCK_BYTES]; // see Shard
    for (MappedByteBuffer part : parts) {
      for (int at = 0; at < part.capacity(); at += copy.length) {
        int count = Math.min(copy.length, part.capacity() - at);
        part.get(at, copy, 0, count);
        crc.update(copy, 0, count);
      }
    }
    return StoreFiles.hex((int) crc.getValue());
  }

  private int within(long at) {
    return (int) at & ((1 << partBits) - 1);
  }
}
