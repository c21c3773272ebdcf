package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;

/** Writes a shard's file, hashing it a block at a time. */
final class BlockWriter implements AutoCloseable {
  private final FileChannel channel;
  private final DiskWriter disk;
  private final ByteBuffer block =
      ByteBuffer.allocate(ShardLayout.BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private final List<Integer> checksums = new ArrayList<>();
  private final MessageDigest digest = StoreFiles.sha256();

  BlockWriter(Path file, DiskWriter disk) throws IOException {
    this.disk = disk;
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  void putShort(int value) throws IOException {
    if (!block.hasRemaining()) {
      endBlock();
    }
    block.putShort((short) value);
  }

  /** Writes 32 bits; the position is a multiple of 4. */
  void putInt(int value) throws IOException {
    if (!block.hasRemaining()) {
      endBlock();
    }
    block.putInt(value);
  }

  /** Goes on to a multiple of 4. */
  void align() throws IOException {
    while (block.position() % Integer.BYTES != 0) {
      putShort(0);
    }
  }

  /**
   * Appends the table of checksums and brings everything to the disk.
   *
   * @return checksum of the table
   */
  String finish() throws IOException {
    endBlock();
    ByteBuffer table =
        ByteBuffer.allocate(Integer.BYTES * checksums.size()).order(ByteOrder.LITTLE_ENDIAN);
    checksums.forEach(table::putInt);
    String crc = StoreFiles.hex(crc(table));
    write(table);
    channel.force(true);
    return crc;
  }

  /** Hash of the file that has been finished. */
  String sha256() {
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void endBlock() throws IOException {
    checksums.add(crc(block));
    write(block);
    block.clear();
  }

  private static int crc(ByteBuffer written) {
    CRC32C crc = new CRC32C();
    crc.update(written.array(), 0, written.position());
    return (int) crc.getValue();
  }

  private void write(ByteBuffer written) throws IOException {
    digest.update(written.array(), 0, written.position());
    disk.write(channel, written.flip());
  }
}
