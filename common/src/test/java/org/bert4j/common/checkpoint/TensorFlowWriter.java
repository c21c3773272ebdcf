package org.bert4j.common.checkpoint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/** Writes checkpoints as TensorFlow 1 does, with several blocks and data files. */
final class TensorFlowWriter {
  private static final int ENTRIES_OF_A_BLOCK = 5;

  private final int shards;
  private final List<ByteArrayOutputStream> data = new ArrayList<>();
  private final Map<String, byte[]> entries = new TreeMap<>();

  /** A checkpoint of some data files. */
  TensorFlowWriter(int shards) {
    this.shards = shards;
    for (int i = 0; i < shards; i++) {
      data.add(new ByteArrayOutputStream());
    }
    entries.put("", message().field(1, shards).field(3, message().field(1, 1).bytes()).bytes());
  }

  /** Adds a variable. */
  void add(String name, FloatTensor tensor) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * tensor.values().remaining());
    bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.values().duplicate());
    int shard = entries.size() % shards;
    Message shape = message();
    tensor.shape().forEach(size -> shape.field(2, message().field(1, size).bytes()));
    Message entry = message().field(1, 1).field(2, shape.bytes()).field(3, shard);
    entry.field(4, data.get(shard).size()).field(5, bytes.capacity());
    put(name, entry.fixed32(6, masked(bytes.array())).bytes());
    data.get(shard).writeBytes(bytes.array());
  }

  /** Adds an entry of the index. */
  void put(String name, byte[] entry) {
    entries.put(name, entry);
  }

  /** The data of a file. */
  byte[] data(int shard) {
    return data.get(shard).toByteArray();
  }

  /** Writes index and data. */
  void write(Path index) throws IOException {
    String prefix = index.getFileName().toString().replaceFirst("\\.index$", "");
    for (int i = 0; i < shards; i++) {
      Files.write(
          index.resolveSibling("%s.data-%05d-of-%05d".formatted(prefix, i, shards)), data(i));
    }
    Files.write(index, table(blocks()));
  }

  /** The entries in blocks. */
  List<byte[]> blocks() {
    List<byte[]> blocks = new ArrayList<>();
    Block block = new Block();
    for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
      if (block.count == ENTRIES_OF_A_BLOCK) {
        blocks.add(block.bytes());
        block = new Block();
      }
      block.add(entry.getKey(), entry.getValue());
    }
    blocks.add(block.bytes());
    return blocks;
  }

  /** A table of blocks, with the right checksums. */
  static byte[] table(List<byte[]> blocks) {
    Message file = message();
    Block index = new Block();
    for (int i = 0; i < blocks.size(); i++) {
      index.add("%05d".formatted(i), file.block(blocks.get(i)));
    }
    byte[] metadata = file.block(new Block().bytes());
    byte[] handle = file.block(index.bytes());
    ByteBuffer footer = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    footer.put(metadata).put(handle).putLong(40, 0xdb4775248b80fb57L);
    file.out.writeBytes(footer.array());
    return file.bytes();
  }

  static Message message() {
    return new Message();
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    int value = (int) crc.getValue();
    return (value >>> 15 | value << 17) + 0xa282ead8;
  }

  /** Entries whose keys leave out what they share with the key before. */
  private static final class Block {
    private final Message entries = message();
    private String last = "";
    private int count;

    void add(String key, byte[] value) {
      int shared = 0;
      while (shared < Math.min(last.length(), key.length())
          && last.charAt(shared) == key.charAt(shared)) {
        shared++;
      }
      byte[] further = key.substring(shared).getBytes(StandardCharsets.UTF_8);
      entries.varint(shared).varint(further.length).varint(value.length);
      entries.out.writeBytes(further);
      entries.out.writeBytes(value);
      last = key;
      count++;
    }

    byte[] bytes() {
      Message block = message();
      block.out.writeBytes(entries.bytes());
      return block.little(0).little(1).bytes();
    }
  }

  /** Bytes in the encodings of Protocol Buffers. */
  static final class Message {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    Message field(int number, long value) {
      return varint(number << 3).varint(value);
    }

    Message field(int number, byte[] value) {
      varint(number << 3 | 2).varint(value.length);
      out.writeBytes(value);
      return this;
    }

    Message fixed32(int number, int value) {
      return varint(number << 3 | 5).little(value);
    }

    private Message little(int value) {
      out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
      return this;
    }

    private Message varint(long value) {
      long rest = value;
      while (rest < 0 || rest > 0x7f) {
        out.write((int) rest & 0x7f | 0x80);
        rest >>>= 7;
      }
      out.write((int) rest);
      return this;
    }

    /** Appends a block, without compression; its handle. */
    private byte[] block(byte[] content) {
      byte[] typed = java.util.Arrays.copyOf(content, content.length + 1);
      byte[] handle = message().varint(out.size()).varint(content.length).bytes();
      out.writeBytes(typed);
      little(masked(typed));
      return handle;
    }

    byte[] bytes() {
      return out.toByteArray();
    }
  }
}
