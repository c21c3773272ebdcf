package org.bert4j.common.checkpoint;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.DType;

/**
 * What a TensorFlow checkpoint says of a variable: {@code BundleEntryProto} of {@code
 * tensor_bundle.proto}. Errors do not name the file.
 *
 * @param dtype element type
 * @param shape sizes, the outermost first
 * @param shard index of the data file
 * @param offset of the first byte in it
 * @param bytes number of bytes
 * @param crc masked CRC-32C of the bytes
 */
record BundleEntry(DType dtype, List<Long> shape, long shard, long offset, long bytes, int crc) {
  /** Checks that the bytes are those of such elements. */
  BundleEntry {
    shape = List.copyOf(shape);
    if (bytes != expected(dtype, shape)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d bytes for %s of shape %s, expected %d; the index is damaged",
              bytes,
              dtype,
              shape,
              expected(dtype, shape)));
    }
  }

  private static long expected(DType dtype, List<Long> shape) {
    try {
      return shape.stream().reduce((long) dtype.bytes(), Math::multiplyExact);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("shape " + shape + " is too large for any file", e);
    }
  }

  static BundleEntry parse(ByteBuffer message) {
    ProtoReader fields = new ProtoReader(message);
    DType dtype = null;
    List<Long> shape = List.of();
    long shard = 0;
    long offset = 0;
    long bytes = 0;
    int crc = 0;
    for (int field = fields.next(); field != 0; field = fields.next()) {
      switch (field) {
        case 1 -> dtype = dtype(fields.number());
        case 2 -> shape = shape(fields.bytes());
        case 3 -> shard = fields.number();
        case 4 -> offset = fields.number();
        case 5 -> bytes = fields.number();
        case 6 -> crc = (int) fields.number();
        case 7 -> throw new IllegalArgumentException("partitioned, expected one piece");
        default -> {} // of later versions
      }
    }
    return new BundleEntry(dtype == null ? dtype(0) : dtype, shape, shard, offset, bytes, crc);
  }

  /** {@code DataType} of {@code types.proto}. */
  private static DType dtype(long number) {
    return switch ((int) Math.max(0, Math.min(number, 1000))) {
      case 1 -> DType.F32;
      case 2 -> DType.F64;
      case 3 -> DType.I32;
      case 4 -> DType.U8;
      case 5 -> DType.I16;
      case 6 -> DType.I8;
      case 9 -> DType.I64;
      case 10 -> DType.BOOL;
      case 14 -> DType.BF16;
      case 19 -> DType.F16;
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "element type %d of TensorFlow, expected floats or integers",
                  number));
    };
  }

  /** {@code TensorShapeProto}: field 2, a dimension, whose field 1 is its size. */
  private static List<Long> shape(ByteBuffer message) {
    List<Long> shape = new ArrayList<>();
    ProtoReader fields = new ProtoReader(message);
    for (int field = fields.next(); field != 0; field = fields.next()) {
      if (field == 2 && shape.size() == TensorLimits.MAX_DIMENSIONS) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "more than %d dimensions; the index is damaged",
                TensorLimits.MAX_DIMENSIONS));
      }
      if (field == 2) {
        shape.add(size(fields.bytes()));
      }
    }
    return shape;
  }

  private static long size(ByteBuffer message) {
    long size = 0;
    ProtoReader fields = new ProtoReader(message);
    for (int field = fields.next(); field != 0; field = fields.next()) {
      size = field == 1 ? fields.number() : size;
    }
    if (size < 0) {
      throw new IllegalArgumentException("a dimension of size " + size);
    }
    return size;
  }
}
