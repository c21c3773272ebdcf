package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A zip archive whose entries are not compressed, so that any part of one can be read (PKWARE's
 * APPNOTE 6.3.9, with the ZIP64 extensions). Errors do not name the file.
 */
final class StoredZip {
  private static final int LOCAL_BYTES = 30;
  private static final int ENTRY_BYTES = 46;
  private static final int END_BYTES = 22;
  private static final int LOCATOR64_BYTES = 20;
  private static final int END64_BYTES = 56;
  private static final int MAX_COMMENT = 0xffff;
  private static final int MAX_DIRECTORY = 1 << 24;
  private static final int ZIP64_EXTRA = 1;
  private static final int IN_ZIP64 = -1;
  private static final String DAMAGED = "the zip archive's directory is damaged";

  private static final int LOCAL = 0x04034b50;
  private static final int ENTRY = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int LOCATOR64 = 0x07064b50;
  private static final int END64 = 0x06064b50;

  private final FileChannel channel;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  /** An entry; {@code plain} is neither compressed nor encrypted. */
  private record Entry(boolean plain, long bytes, long header) {}

  /**
   * Reads the directory of an archive.
   *
   * @throws IllegalArgumentException if it is damaged
   */
  StoredZip(FileChannel channel) throws IOException {
    this.channel = channel;
    try {
      readDirectory(directory());
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException(DAMAGED, e);
    }
  }

  Set<String> names() {
    return entries.keySet();
  }

  /** Bytes of an entry, −1 if there is none of this name. */
  long bytes(String name) {
    Entry entry = entries.get(name);
    return entry == null ? -1 : entry.bytes();
  }

  /** Where in the file an existing entry's first byte is. */
  long position(String name) throws IOException {
    Entry entry = entries.get(name);
    require(
        entry.plain(),
        name + " is compressed or encrypted, which torch.save never does; save the model again");
    ByteBuffer header = at(entry.header(), LOCAL_BYTES);
    require(header.getInt(0) == LOCAL, "no entry where the directory says that " + name + " is");
    int names = Short.toUnsignedInt(header.getShort(26)) + Short.toUnsignedInt(header.getShort(28));
    long position = entry.header() + LOCAL_BYTES + names;
    require(entry.bytes() <= channel.size() - position, name + " is cut off");
    return position;
  }

  private ByteBuffer directory() throws IOException {
    long tailStart = Math.max(0, channel.size() - END_BYTES - MAX_COMMENT);
    ByteBuffer tail = at(tailStart, (int) (channel.size() - tailStart));
    int end = tail.limit() - END_BYTES;
    while (end >= 0
        && (tail.getInt(end) != END
            || Short.toUnsignedInt(tail.getShort(end + 20)) != tail.limit() - end - END_BYTES)) {
      end--;
    }
    require(end >= 0, "no end of a zip archive; the file is cut off");
    int bytes = tail.getInt(end + 12);
    int start = tail.getInt(end + 16);
    return bytes == IN_ZIP64 || start == IN_ZIP64
        ? directory64(at(tailStart + end - LOCATOR64_BYTES, LOCATOR64_BYTES))
        : directory(Integer.toUnsignedLong(bytes), Integer.toUnsignedLong(start));
  }

  private ByteBuffer directory64(ByteBuffer locator) throws IOException {
    require(locator.getInt(0) == LOCATOR64, DAMAGED);
    ByteBuffer end = at(locator.getLong(8), END64_BYTES);
    require(end.getInt(0) == END64, DAMAGED);
    return directory(end.getLong(40), end.getLong(48));
  }

  private ByteBuffer directory(long bytes, long start) throws IOException {
    require(
        bytes >= 0 && bytes <= MAX_DIRECTORY,
        String.format(
            Locale.ROOT,
            "the zip archive's directory has %s bytes, expected at most %d",
            Long.toUnsignedString(bytes),
            MAX_DIRECTORY));
    return at(start, (int) bytes);
  }

  private void readDirectory(ByteBuffer directory) {
    while (directory.hasRemaining()) {
      ByteBuffer fixed = slice(directory, ENTRY_BYTES);
      require(fixed.getInt(0) == ENTRY, DAMAGED);
      ByteBuffer name = slice(directory, Short.toUnsignedInt(fixed.getShort(28)));
      ByteBuffer extra = slice(directory, Short.toUnsignedInt(fixed.getShort(30)));
      slice(directory, Short.toUnsignedInt(fixed.getShort(32)));
      String text = StandardCharsets.UTF_8.decode(name).toString();
      require(entries.put(text, entry(fixed, zip64(extra))) == null, "two entries " + text);
    }
  }

  /** What does not fit into 32 bits is in the extra field, in this order. */
  private static Entry entry(ByteBuffer fixed, ByteBuffer zip64) {
    long bytes = size(fixed.getInt(24), zip64);
    long stored = size(fixed.getInt(20), zip64);
    long header = size(fixed.getInt(42), zip64);
    boolean plain = fixed.getShort(10) == 0 && (fixed.getShort(8) & 1) == 0 && bytes == stored;
    return new Entry(plain, bytes, header);
  }

  private static long size(int size, ByteBuffer zip64) {
    long bytes = size == IN_ZIP64 ? zip64.getLong() : Integer.toUnsignedLong(size);
    require(bytes >= 0, DAMAGED);
    return bytes;
  }

  private static ByteBuffer zip64(ByteBuffer extra) {
    while (extra.remaining() >= 4) {
      int id = extra.getShort();
      ByteBuffer field = slice(extra, Short.toUnsignedInt(extra.getShort()));
      if (id == ZIP64_EXTRA) {
        return field;
      }
    }
    return extra.limit(extra.position());
  }

  private static ByteBuffer slice(ByteBuffer from, int bytes) {
    if (bytes > from.remaining()) {
      throw new BufferUnderflowException();
    }
    ByteBuffer slice = from.slice(from.position(), bytes).order(from.order());
    from.position(from.position() + bytes);
    return slice;
  }

  private ByteBuffer at(long position, int bytes) throws IOException {
    require(
        position >= 0 && position <= channel.size() - bytes,
        "the zip archive is cut off or its directory damaged");
    return ChannelReader.bytes(channel, position, bytes);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
