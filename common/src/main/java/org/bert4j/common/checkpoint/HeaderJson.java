package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.DType;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.JsonFile;

/**
 * The JSON of a safetensors header, read token by token: as a tree it would take fifty times its
 * own size.
 */
final class HeaderJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final Path file;

  private HeaderJson(JsonParser parser, Path file) {
    this.parser = parser;
    this.file = file;
  }

  /**
   * Reads a whole header.
   *
   * @param utf8 its bytes
   * @param file for error messages
   * @return the tensors by name, in the header's order; each has as many bytes as its shape says
   * @throws IllegalArgumentException if it is damaged
   */
  static Map<String, TensorEntry> tensors(byte[] utf8, Path file) throws IOException {
    Reader text =
        new InputStreamReader(
            new ByteArrayInputStream(utf8), StandardCharsets.UTF_8.newDecoder()); // refuses others
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new HeaderJson(parser, file).tensors();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          file + ": the header is not UTF-8 text; this is not a safetensors file", e);
    } catch (JsonProcessingException e) {
      throw JsonFile.broken(file + ": header", e);
    }
  }

  private Map<String, TensorEntry> tensors() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(file + ": header: expected a JSON object");
    }
    Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    int metadata = 0;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      parser.nextToken();
      if (name.equals(SafeTensorsHeader.METADATA)) {
        metadata = passMetadata();
      } else {
        tensors.put(name, tensor(file + ": tensor " + Excerpt.of(name)));
      }
      requireFew(metadata + tensors.size());
    }
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "something follows the header's last brace");
    }
    return tensors;
  }

  private void requireFew(int entries) {
    if (entries > TensorLimits.MAX_TENSORS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: header: more than %d entries, expected the tensors of a BERT",
              file,
              TensorLimits.MAX_TENSORS));
    }
  }

  /** Texts by name, of no use here; their number. */
  private int passMetadata() throws IOException {
    boolean texts = parser.currentToken() == JsonToken.START_OBJECT;
    int count = 0;
    while (texts && parser.nextToken() == JsonToken.FIELD_NAME) {
      texts = parser.nextToken() == JsonToken.VALUE_STRING;
      requireFew(++count);
    }
    if (!texts) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: header: %s has %s, expected texts by name; this is not a safetensors file",
              file,
              SafeTensorsHeader.METADATA,
              parser.currentToken() == null ? "no end" : Excerpt.of(parser.getText())));
    }
    return count;
  }

  private TensorEntry tensor(String where) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new IllegalArgumentException(
          where + ": expected an object with dtype, shape and data_offsets");
    }
    DType dtype = null;
    List<Long> shape = null;
    List<Long> offsets = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String property = parser.currentName();
      parser.nextToken();
      switch (property) {
        case "dtype" -> dtype = dtype(where);
        case "shape" -> shape = sizes(where + ": shape");
        case "data_offsets" -> offsets = sizes(where + ": data_offsets");
        default -> parser.skipChildren(); // of later versions
      }
    }
    if (dtype == null) {
      throw wrongType(where, "missing");
    }
    if (shape == null || offsets == null) {
      throw noList(where + (shape == null ? ": shape" : ": data_offsets"));
    }
    return entry(where, dtype, shape, offsets);
  }

  private static TensorEntry entry(
      String where, DType dtype, List<Long> shape, List<Long> offsets) {
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

  private DType dtype(String where) throws IOException {
    String text = parser.getText();
    for (DType dtype : DType.values()) {
      if (parser.currentToken() == JsonToken.VALUE_STRING && dtype.name().equals(text)) {
        return dtype;
      }
    }
    throw wrongType(where, Excerpt.of(text));
  }

  private static IllegalArgumentException wrongType(String where, String found) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: dtype is %s, expected one of %s",
            where,
            found,
            List.of(DType.values())));
  }

  private List<Long> sizes(String where) throws IOException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw noList(where);
    }
    List<Long> sizes = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (sizes.size() == TensorLimits.MAX_DIMENSIONS) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s has more than %d numbers; this is not a tensor",
                where,
                TensorLimits.MAX_DIMENSIONS));
      }
      sizes.add(size(where));
    }
    return List.copyOf(sizes);
  }

  private long size(String where) throws IOException {
    boolean whole =
        parser.currentToken() == JsonToken.VALUE_NUMBER_INT
            && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    if (!whole || parser.getLongValue() < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %s, expected integers of 0 or more",
              where,
              parser.currentToken() == null ? "no end" : Excerpt.of(parser.getText())));
    }
    return parser.getLongValue();
  }

  private static IllegalArgumentException noList(String where) {
    return new IllegalArgumentException(where + " is missing or no list, expected a list");
  }
}
