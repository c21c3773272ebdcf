package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.DType;

/**
 * How a stored tensor's elements lie: the one at index {@code i, j, ...} is the stored element
 * {@code i · strides[0] + j · strides[1] + ...}, counted from the tensor's first.
 *
 * @param dtype element type
 * @param shape sizes, the outermost first
 * @param strides 0 or more, as many as sizes
 */
record StridedTensor(DType dtype, List<Long> shape, List<Long> strides) {
  /** A tensor whose elements lie in row-major order; without any, strides do not matter. */
  static StridedTensor rowMajor(DType dtype, List<Long> shape) {
    List<Long> strides = new ArrayList<>();
    long stride = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      strides.add(0, stride);
      stride *= shape.get(i);
    }
    return new StridedTensor(dtype, shape, strides);
  }

  /** A matrix {@code [in, out]} in row-major order, seen as {@code [out, in]}. */
  static StridedTensor transposed(DType dtype, long in, long out) {
    return new StridedTensor(dtype, List.of(out, in), List.of(1L, out));
  }

  /**
   * Number of elements.
   *
   * @throws ArithmeticException if it is no long
   */
  long elements() {
    return shape.stream().reduce(1L, Math::multiplyExact);
  }

  /**
   * Number of stored elements from the first to the last of the tensor, 0 if it has none.
   *
   * @throws ArithmeticException if it is no long
   */
  long extent() {
    if (shape.contains(0L)) {
      return 0;
    }
    long last = 0;
    for (int i = 0; i < shape.size(); i++) {
      last = Math.addExact(last, Math.multiplyExact(shape.get(i) - 1, strides.get(i)));
    }
    return Math.addExact(last, 1);
  }

  /** Reads the elements from where the first is stored, in row-major order. */
  void read(ReadableByteChannel from, ChannelReader reader, FloatTensor target) throws IOException {
    FloatBuffer values = target.values().duplicate();
    if (isRowMajor()) {
      reader.floats(from, dtype, values);
      return;
    }
    float[] stored = new float[arraySize()];
    reader.floats(from, dtype, FloatBuffer.wrap(stored));
    gather(stored, values);
  }

  private boolean isRowMajor() {
    long stride = 1;
    for (int i = shape.size() - 1; i >= 0; i--) {
      if (shape.get(i) != 1 && strides.get(i) != stride) {
        return shape.contains(0L);
      }
      stride *= shape.get(i);
    }
    return true;
  }

  private int arraySize() {
    if (extent() > ChannelReader.MAX_ARRAY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a tensor of shape %s and strides %s is too large for an array; save it contiguously",
              shape,
              strides));
    }
    return (int) extent();
  }

  /** Counts through all indices like an odometer. */
  private void gather(float[] stored, FloatBuffer to) {
    long[] index = new long[shape.size()];
    int at = 0;
    while (to.hasRemaining()) {
      to.put(stored[at]);
      for (int i = index.length - 1; i >= 0; i--) {
        at += strides.get(i).intValue();
        if (++index[i] < shape.get(i)) {
          break;
        }
        at -= (int) (shape.get(i) * strides.get(i));
        index[i] = 0;
      }
    }
  }
}
