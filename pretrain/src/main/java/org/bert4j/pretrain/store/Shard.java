package org.bert4j.pretrain.store;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * A shard's file, memory-mapped. A block is checked when it is first read; the pages belong to the
 * file cache, and the mapping ends when this object is collected, for Java 17 has no safe way to
 * end it sooner.
 */
final class Shard implements StoreNumbers {
  private final Path file;
  private final ShardLayout layout;
  private final MappedByteBuffer bytes;
  private final int sentencesAt;
  private final int documentsAt;

  /** Threads may check a block twice: a stale false costs time only. */
  private final boolean[] checked;

  Shard(Path file, ShardManifest manifest, int bytesPerToken) throws IOException {
    this.file = file;
    layout = manifest.layout(bytesPerToken);
    StoreFiles.requireSize(file, layout.bytes());
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, layout.bytes());
    }
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    sentencesAt = (int) layout.sentencesAt();
    documentsAt = (int) layout.documentsAt();
    checked = new boolean[layout.blocks()];
    String crc32c = StoreFiles.hex(crc((int) layout.checksumsAt(), bytes.capacity()));
    if (!crc32c.equals(manifest.crc32c())) {
      throw StoreFiles.corrupt(file + ": its table of checksums", crc32c, manifest.crc32c());
    }
  }

  @Override
  public long firstSentence(int document) {
    return integer(documentsAt + 2 * Integer.BYTES * document);
  }

  @Override
  public long firstToken(int document) {
    return integer(documentsAt + 2 * Integer.BYTES * document + Integer.BYTES);
  }

  @Override
  public int sentenceEnd(long sentence) {
    return integer(sentencesAt + Integer.BYTES * (int) sentence);
  }

  @Override
  public void copyTokens(long first, int[] target, int at, int count) {
    int width = layout.bytesPerToken();
    int start = width * (int) first;
    for (int i = 0; i < count; i++) {
      int position = start + width * i;
      if (i == 0 || position % ShardLayout.BLOCK_BYTES == 0) {
        check(position);
      }
      target[at + i] =
          width == Short.BYTES ? bytes.getShort(position) & 0xFFFF : bytes.getInt(position);
    }
  }

  /** Numbers are aligned and do not cross blocks. */
  private int integer(int position) {
    check(position);
    return bytes.getInt(position);
  }

  private void check(int position) {
    int block = position >> ShardLayout.BLOCK_BITS;
    if (!checked[block]) {
      checkBlock(block);
      checked[block] = true;
    }
  }

  private void checkBlock(int block) {
    int start = block << ShardLayout.BLOCK_BITS;
    int end = (int) Math.min(start + (long) ShardLayout.BLOCK_BYTES, layout.checksumsAt());
    int crc = crc(start, end);
    int expected = bytes.getInt((int) layout.checksumsAt() + Integer.BYTES * block);
    if (crc != expected) {
      throw StoreFiles.corrupt(
          String.format(Locale.ROOT, "%s: block %d (bytes %d to %d)", file, block, start, end - 1),
          StoreFiles.hex(crc),
          StoreFiles.hex(expected));
    }
  }

  /** Of a copy: native code that computes it from a page that is gone would end the process. */
  private int crc(int start, int end) {
    byte[] copy = new byte[end - start];
    bytes.get(start, copy);
    CRC32C crc = new CRC32C();
    crc.update(copy);
    return (int) crc.getValue();
  }
}
