package org.bert4j.pretrain.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the integer features of {@code tf.train.Example}s from a TFRecord file: records of {@code
 * uint64 length, uint32 crc, message, uint32 crc}, the message being protocol buffers.
 */
final class TfExamples {
  private static final int VARINT = 0;
  private static final int LENGTH_DELIMITED = 2;

  private TfExamples() {}

  static List<Map<String, long[]>> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Map<String, long[]>> examples = new ArrayList<>();
    while (bytes.hasRemaining()) {
      int length = Math.toIntExact(bytes.getLong());
      bytes.getInt();
      Map<String, long[]> features = new HashMap<>();
      for (ByteBuffer feature : messages(messages(take(bytes, length)).get(0))) {
        List<ByteBuffer> nameAndValue = messages(feature);
        String name = StandardCharsets.UTF_8.decode(nameAndValue.get(0)).toString();
        features.put(name, integers(nameAndValue.get(1)));
      }
      bytes.getInt();
      examples.add(features);
    }
    return examples;
  }

  private static ByteBuffer take(ByteBuffer bytes, int length) {
    ByteBuffer part = bytes.slice(bytes.position(), length);
    bytes.position(bytes.position() + length);
    return part;
  }

  /** The length-delimited fields of a message. */
  private static List<ByteBuffer> messages(ByteBuffer message) {
    List<ByteBuffer> fields = new ArrayList<>();
    while (message.hasRemaining()) {
      if ((varint(message) & 7) != LENGTH_DELIMITED) {
        throw new IllegalArgumentException("a field is not length-delimited");
      }
      fields.add(take(message, (int) varint(message)));
    }
    return fields;
  }

  /** The values of a {@code Feature}'s {@code Int64List}, field 3, packed or not; else nothing. */
  private static long[] integers(ByteBuffer feature) {
    if (varint(feature) >>> 3 != 3) {
      return new long[0];
    }
    ByteBuffer list = take(feature, (int) varint(feature));
    List<Long> values = new ArrayList<>();
    while (list.hasRemaining()) {
      boolean single = (varint(list) & 7) == VARINT;
      ByteBuffer packed = single ? list : take(list, (int) varint(list));
      do {
        values.add(varint(packed));
      } while (!single && packed.hasRemaining());
    }
    return values.stream().mapToLong(Long::longValue).toArray();
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
