package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.JsonFile;

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
    JsonNode json = json(ChannelReader.bytes(channel, LENGTH_BYTES, (int) length), file);
    return new SafeTensorsHeader(entries(json, fileBytes - dataStart, file), dataStart);
  }

  private static JsonNode json(ByteBuffer utf8, Path file) {
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          file + ": the header is not UTF-8 text; this is not a safetensors file", e);
    }
    return JsonFile.parseObject(text, file + ": header");
  }

  private static Map<String, TensorEntry> entries(JsonNode json, long dataBytes, Path file) {
    Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    json.properties()
        .forEach(
            property -> {
              if (!property.getKey().equals(METADATA)) {
                String where = file + ": tensor " + property.getKey();
                tensors.put(property.getKey(), entry(property.getValue(), where));
              }
            });
    requireContiguous(tensors, dataBytes, file);
    return Collections.unmodifiableMap(tensors);
  }

  private static TensorEntry entry(JsonNode json, String where) {
    DType dtype = dtype(json.path("dtype"), where);
    List<Long> shape = sizes(json.path("shape"), where + ": shape");
    List<Long> offsets = sizes(json.path("data_offsets"), where + ": data_offsets");
    if (offsets.size() != 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: data_offsets is %s, expected [begin, end]", where, offsets));
    }
    long begin = offsets.get(0);
    long end = offsets.get(1);
    long bytes = product(shape, dtype.bytes(), where);
    if (bytes != end - begin) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: data_offsets %s hold %d bytes, expected %d for %s of shape %s",
              where,
              offsets,
              end - begin,
              bytes,
              dtype,
              shape));
    }
    return new TensorEntry(dtype, shape, begin, end);
  }

  private static long product(List<Long> shape, int elementBytes, String where) {
    try {
      return shape.stream().reduce((long) elementBytes, Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "%s: shape %s is too large for any file", where, shape), e);
    }
  }

  private static DType dtype(JsonNode json, String where) {
    for (DType dtype : DType.values()) {
      if (dtype.name().equals(json.textValue())) {
        return dtype;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: dtype is %s, expected one of %s",
            where,
            json.asText("missing"),
            List.of(DType.values())));
  }

  private static List<Long> sizes(JsonNode json, String where) {
    if (!json.isArray()) {
      throw new IllegalArgumentException(where + " is missing or no list, expected a list");
    }
    List<Long> sizes = new ArrayList<>();
    for (JsonNode size : json) {
      if (!size.isIntegralNumber() || !size.canConvertToLong() || size.longValue() < 0) {
        throw new IllegalArgumentException(
            where + " has " + size + ", expected integers of 0 or more");
      }
      sizes.add(size.longValue());
    }
    return List.copyOf(sizes);
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
                tensor.getKey(),
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
