package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.Excerpt;

/**
 * The header of a safetensors file, every number in it checked before it is used.
 *
 * @param tensors what is in the file by name, in the header's order
 * @param dataStart position of the first data byte in the file
 */
record SafeTensorsHeader(Map<String, TensorEntry> tensors, long dataStart) {
  /** Longest header in bytes, the limit of the reference implementation. */
  static final long MAX_BYTES = 100_000_000;

  static final String METADATA = "__metadata__";

  private static final int LENGTH_BYTES = 8;

  /**
   * Reads the header of an open file.
   *
   * @throws IllegalArgumentException if the file is not a whole safetensors file
   */
  static SafeTensorsHeader read(FileChannel channel, Path file) throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < LENGTH_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes, expected a safetensors file of at least %d; copy or download it again",
              file,
              fileBytes,
              LENGTH_BYTES));
    }
    long length = ChannelReader.bytes(channel, 0, LENGTH_BYTES).getLong();
    if (length < 0 || length > MAX_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: a header of %s bytes, expected at most %d; this is not a safetensors file",
              file,
              Long.toUnsignedString(length),
              MAX_BYTES));
    }
    if (length > fileBytes - LENGTH_BYTES) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: a header of %d bytes, but only %d follow; the file is cut off",
              file,
              length,
              fileBytes - LENGTH_BYTES));
    }
    long dataStart = LENGTH_BYTES + length;
    ByteBuffer text = ChannelReader.bytes(channel, LENGTH_BYTES, (int) length);
    Map<String, TensorEntry> tensors = HeaderJson.tensors(text.array(), file);
    requireContiguous(tensors, fileBytes - dataStart, file);
    return new SafeTensorsHeader(Collections.unmodifiableMap(tensors), dataStart);
  }

  /** Tensors must neither overlap nor leave bytes that nobody accounts for. */
  private static void requireContiguous(
      Map<String, TensorEntry> tensors, long dataBytes, Path file) {
    List<Map.Entry<String, TensorEntry>> sorted = new ArrayList<>(tensors.entrySet());
    sorted.sort(
        Map.Entry.comparingByValue(
            Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end)));
    long end = 0;
    for (Map.Entry<String, TensorEntry> tensor : sorted) {
      if (tensor.getValue().begin() != end) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: tensor %s begins at byte %d of the data, expected %d",
                file,
                Excerpt.of(tensor.getKey()),
                tensor.getValue().begin(),
                end));
      }
      end = tensor.getValue().end();
    }
    if (end != dataBytes) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d bytes of data, expected %d; the file is cut off or damaged",
              file,
              dataBytes,
              end));
    }
  }
}
