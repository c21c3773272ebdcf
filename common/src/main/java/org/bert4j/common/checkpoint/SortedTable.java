package org.bert4j.common.checkpoint;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.bert4j.common.io.Excerpt;

/**
 * A sorted string table of LevelDB (its {@code doc/table_format.md}), which TensorFlow keeps the
 * index of a checkpoint in:
 *
 * <pre>
 * data blocks     keys and values
 * index block     for each data block a key and its handle: offset, size, two varints
 * last 48 bytes   handles of metadata and index, zeros, magic number
 *
 * block           entries, offsets of some of them (4 bytes each), their count (4 bytes),
 *                 compression (1 byte), masked CRC-32C of all that (4 bytes)
 * entry           bytes shared with the key before, further bytes of the key, bytes of the value
 *                 (three varints), the further bytes, the value
 * </pre>
 *
 * Errors do not name the file.
 */
final class SortedTable {
  private static final long MAGIC = 0xdb4775248b80fb57L;
  private static final int FOOTER_BYTES = 48;
  private static final int TRAILER_BYTES = 5;
  private static final int MAX_KEY_BYTES = 512;
  private static final String CUT_OFF = "the table is cut off or damaged";

  private final ByteBuffer file;
  private final Map<String, ByteBuffer> entries = new LinkedHashMap<>();

  /** Takes the entries of a block. */
  @FunctionalInterface
  private interface Entries {
    void add(String key, ByteBuffer value);
  }

  private SortedTable(ByteBuffer file) {
    this.file = file.order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Reads a whole table.
   *
   * @return values by key, in the order of the table
   * @throws IllegalArgumentException if it is damaged or compressed
   */
  static Map<String, ByteBuffer> read(ByteBuffer file) {
    try {
      SortedTable table = new SortedTable(file);
      table.read();
      return table.entries;
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(CUT_OFF, e);
    }
  }

  private void read() {
    int footer = file.limit() - FOOTER_BYTES;
    require(
        footer >= 0 && file.getLong(file.limit() - Long.BYTES) == MAGIC,
        "the table's last 8 bytes are not LevelDB's; the file is cut off or something else");
    ByteBuffer handles = file.slice(footer, FOOTER_BYTES);
    ProtoReader.varint(handles);
    ProtoReader.varint(handles);
    long[] end = {0};
    forEach(block(handles, end.clone()), (key, handle) -> forEach(block(handle, end), this::add));
  }

  private void add(String name, ByteBuffer value) {
    if (entries.size() == TensorLimits.MAX_TENSORS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "more than %d keys, expected the variables of a BERT",
              TensorLimits.MAX_TENSORS));
    }
    if (entries.put(name, value) != null) {
      throw new IllegalArgumentException("two keys " + Excerpt.of(name));
    }
  }

  /** A block's entries and offsets; blocks follow one another, so that none is read twice. */
  private ByteBuffer block(ByteBuffer handle, long[] end) {
    long offset = ProtoReader.varint(handle);
    long bytes = ProtoReader.varint(handle);
    long last = file.limit() - FOOTER_BYTES - TRAILER_BYTES;
    require(offset >= end[0] && bytes >= 0 && offset <= last && bytes <= last - offset, CUT_OFF);
    end[0] = offset + bytes + TRAILER_BYTES;
    CRC32C crc = new CRC32C();
    crc.update(file.slice((int) offset, (int) bytes + 1));
    require(
        masked(crc) == file.getInt((int) (offset + bytes + 1)),
        String.format(
            Locale.ROOT,
            "the table's checksum at byte %d is wrong; copy or download it again",
            offset));
    require(
        file.get((int) (offset + bytes)) == 0,
        "the table is compressed, expected none of TensorFlow's versions to do that");
    return file.slice((int) offset, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void forEach(ByteBuffer block, Entries entries) {
    long restarts =
        block.limit() < 4 ? -1 : Integer.toUnsignedLong(block.getInt(block.limit() - 4));
    long limit = block.limit() - 4 - 4 * restarts;
    require(restarts >= 0 && limit >= 0, CUT_OFF);
    block.limit((int) limit);
    byte[] key = {};
    while (block.hasRemaining()) {
      long shared = ProtoReader.varint(block);
      long further = ProtoReader.varint(block);
      long value = ProtoReader.varint(block);
      require(
          shared >= 0 && shared <= key.length && further >= 0 && further <= MAX_KEY_BYTES - shared,
          "a key of the table is damaged or too long");
      ByteBuffer next = ByteBuffer.allocate((int) (shared + further));
      next.put(key, 0, (int) shared).put(ProtoReader.slice(block, further));
      key = next.array();
      entries.add(new String(key, StandardCharsets.UTF_8), ProtoReader.slice(block, value));
    }
  }

  /** TensorFlow and LevelDB store checksums of files that hold checksums in this form. */
  static int masked(CRC32C crc) {
    return Integer.rotateRight((int) crc.getValue(), 15) + 0xa282ead8;
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
