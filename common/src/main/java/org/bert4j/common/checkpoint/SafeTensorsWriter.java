package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.DType;

/** Writes safetensors files, the same bytes for the same tensors. */
public final class SafeTensorsWriter {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int ALIGNMENT = 8;

  private SafeTensorsWriter() {}

  /**
   * Writes tensors as F32, with the metadata {@code format: pt} that HuggingFace's loader asks for.
   *
   * @param file the file, written to a temporary name first
   * @param tensors tensors by name, in the order of the map
   * @throws IOException if writing fails; the file is then as it was before
   */
  public static void write(Path file, Map<String, FloatTensor> tensors) throws IOException {
    AtomicFile.write(
        file,
        channel -> {
          AtomicFile.writeFully(channel, header(tensors));
          ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
          for (FloatTensor tensor : tensors.values()) {
            write(channel, tensor.values(), buffer);
          }
        });
  }

  private static ByteBuffer header(Map<String, FloatTensor> tensors) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putObject(SafeTensorsHeader.METADATA).put("format", "pt");
    long end = 0;
    for (Map.Entry<String, FloatTensor> entry : tensors.entrySet()) {
      FloatTensor tensor = entry.getValue();
      ObjectNode description = json.putObject(entry.getKey()).put("dtype", DType.F32.name());
      tensor.shape().forEach(description.putArray("shape")::add);
      long begin = end;
      end += (long) tensor.values().remaining() * DType.F32.bytes();
      description.putArray("data_offsets").add(begin).add(end);
    }
    byte[] text = json.toString().getBytes(StandardCharsets.UTF_8);
    int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(Long.BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
    header.putLong(length).put(text);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }

  private static void write(FileChannel channel, FloatBuffer values, ByteBuffer buffer)
      throws IOException {
    int at = values.position();
    while (at < values.limit()) {
      int count = Math.min(values.limit() - at, BUFFER_BYTES / Float.BYTES);
      buffer.clear().limit(count * Float.BYTES);
      buffer.asFloatBuffer().put(0, values, at, count);
      AtomicFile.writeFully(channel, buffer);
      at += count;
    }
  }
}
