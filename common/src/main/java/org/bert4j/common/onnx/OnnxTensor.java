package org.bert4j.common.onnx;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.DType;

/**
 * A tensor of a model, whose elements are where the file has them.
 *
 * @param name its name
 * @param dtype type of the elements, null if it is none that weights or shapes have
 * @param shape sizes, the outermost first
 * @param storage where the elements are
 */
public record OnnxTensor(String name, DType dtype, List<Long> shape, Storage storage) {
  private static final int MAX_DIMENSIONS = 64;
  private static final int DIMS = 1;
  private static final int DATA_TYPE = 2;
  private static final int SEGMENT = 3;
  private static final int FLOAT_DATA = 4;
  private static final int INT32_DATA = 5;
  private static final int INT64_DATA = 7;
  private static final int NAME = 8;
  private static final int RAW_DATA = 9;
  private static final int DOUBLE_DATA = 10;
  private static final int EXTERNAL_DATA = 13;
  private static final int DATA_LOCATION = 14;

  /** How elements are stored. */
  public enum Form {
    /** One after the other, little-endian. */
    FIXED,
    /** As packed variable-length integers. */
    VARINTS
  }

  /**
   * Where elements are stored.
   *
   * @param form how
   * @param location name of another file, relative to the model's directory; null if they are in
   *     the model's file
   * @param offset of the first byte
   * @param length bytes, −1 if it follows from the shape
   */
  public record Storage(Form form, String location, long offset, long length) {}

  /** Copies the shape. {@inheritDoc} */
  public OnnxTensor {
    shape = List.copyOf(shape);
  }

  /**
   * Number of elements.
   *
   * @return the product of the sizes
   */
  public long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /** Whether the elements are of a kind that a weight's may be. */
  boolean isFloating() {
    return dtype == DType.F32 || dtype == DType.F16 || dtype == DType.BF16 || dtype == DType.F64;
  }

  /** The same tensor by another name. */
  OnnxTensor named(String other) {
    return new OnnxTensor(other, dtype, shape, storage);
  }

  /** Reads a {@code TensorProto}. */
  static OnnxTensor read(ProtoMessage message) throws IOException {
    Reading reading = new Reading();
    for (int field = message.next(); field != 0; field = message.next()) {
      reading.read(field, message);
    }
    return reading.tensor();
  }

  /** What is known of a tensor while its fields are read. */
  private static final class Reading {
    private final List<Long> dims = new ArrayList<>();
    private final Map<String, String> external = new HashMap<>();
    private String name = "";
    private int type;
    private boolean isExternal;
    private ProtoMessage data;
    private int dataField;

    void read(int field, ProtoMessage message) throws IOException {
      switch (field) {
        case DIMS -> readDims(message);
        case DATA_TYPE -> type = (int) message.number();
        case NAME -> name = message.text();
        case FLOAT_DATA, INT32_DATA, INT64_DATA, RAW_DATA, DOUBLE_DATA -> {
          if (data != null) {
            throw new IllegalArgumentException("tensor " + name + " has its elements in pieces");
          }
          data = message.message();
          dataField = field;
        }
        case SEGMENT -> throw new IllegalArgumentException("tensor " + name + " is in segments");
        case EXTERNAL_DATA -> readExternal(message.message());
        case DATA_LOCATION -> isExternal = message.number() == 1;
        default -> {
          // Documentation, or what later versions add.
        }
      }
    }

    private void readDims(ProtoMessage message) throws IOException {
      if (message.isNumber()) {
        dims.add(message.number());
      } else {
        ProtoMessage packed = message.message();
        while (packed.hasRemaining() && dims.size() <= MAX_DIMENSIONS) {
          dims.add(packed.varint());
        }
      }
      if (dims.size() > MAX_DIMENSIONS || dims.get(dims.size() - 1) < 0) {
        throw new IllegalArgumentException("tensor " + name + " has sizes " + dims);
      }
    }

    private void readExternal(ProtoMessage entry) throws IOException {
      String key = "";
      String value = "";
      for (int field = entry.next(); field != 0; field = entry.next()) {
        switch (field) {
          case 1 -> key = entry.text();
          case 2 -> value = entry.text();
          default -> {
            // None other is defined.
          }
        }
      }
      external.put(key, value);
    }

    OnnxTensor tensor() {
      DType dtype = dtype(type);
      long elements = 1;
      try {
        for (long size : dims) {
          elements = Math.multiplyExact(elements, size);
        }
      } catch (ArithmeticException e) {
        throw new IllegalArgumentException("tensor " + name + " has sizes " + dims, e);
      }
      if (isExternal) {
        return new OnnxTensor(name, dtype, dims, externalStorage());
      }
      Form form = dataField == INT32_DATA || dataField == INT64_DATA ? Form.VARINTS : Form.FIXED;
      long length = data == null ? 0 : data.length();
      if (dtype != null && !fits(form, elements, length, stored(dtype))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "tensor %s of shape %s and type %s has %d bytes",
                name,
                dims,
                dtype,
                length));
      }
      return new OnnxTensor(
          name, dtype, dims, new Storage(form, null, data == null ? 0 : data.begin(), length));
    }

    /** Bytes of an element in the field that has them. */
    private int stored(DType dtype) {
      return switch (dataField) {
        case FLOAT_DATA -> dtype == DType.F32 ? Float.BYTES : 0;
        case DOUBLE_DATA -> dtype == DType.F64 ? Double.BYTES : 0;
        default -> dtype.bytes();
      };
    }

    /**
     * Whether so many bytes may hold the elements; integers of variable length have one or more.
     */
    private static boolean fits(Form form, long elements, long length, int bytes) {
      return form == Form.VARINTS
          ? elements <= length
          : bytes == 0 ? elements == 0 : length % bytes == 0 && elements == length / bytes;
    }

    private Storage externalStorage() {
      return new Storage(
          Form.FIXED,
          external.getOrDefault("location", ""),
          number("offset", 0),
          number("length", -1));
    }

    private long number(String key, long ifMissing) {
      String text = external.get(key);
      if (text == null) {
        return ifMissing;
      }
      if (!text.matches("\\d{1,18}")) {
        throw new IllegalArgumentException(
            "tensor " + name + " has external data with " + key + " '" + text + "'");
      }
      return Long.parseLong(text);
    }
  }

  /** Types by their numbers in {@code TensorProto.DataType}. */
  private static DType dtype(int type) {
    return switch (type) {
      case 1 -> DType.F32;
      case 2 -> DType.U8;
      case 3 -> DType.I8;
      case 5 -> DType.I16;
      case 6 -> DType.I32;
      case 7 -> DType.I64;
      case 9 -> DType.BOOL;
      case 10 -> DType.F16;
      case 11 -> DType.F64;
      case 16 -> DType.BF16;
      default -> null;
    };
  }
}
