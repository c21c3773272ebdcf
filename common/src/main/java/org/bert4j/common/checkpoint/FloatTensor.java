package org.bert4j.common.checkpoint;

import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.Excerpt;

/**
 * A tensor in memory that belongs to somebody else: where a checkpoint's values go, or come from.
 *
 * @param shape sizes, the outermost first; a linear weight is {@code [out, in]}
 * @param values the elements in row-major order, from position to limit; neither is ever moved
 */
public record FloatTensor(List<Long> shape, FloatBuffer values) {
  /**
   * Checks the number of elements. {@inheritDoc}
   *
   * @throws IllegalArgumentException if the buffer has more or fewer elements than the shape
   */
  public FloatTensor {
    shape = List.copyOf(shape);
    long elements = shape.stream().reduce(1L, Math::multiplyExact);
    if (elements != values.remaining()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%d values for a tensor of shape %s", values.remaining(), shape));
    }
  }

  /**
   * Makes a tensor.
   *
   * @param values the elements in row-major order, from position to limit
   * @param shape sizes, the outermost first
   * @return the tensor, sharing the buffer's memory
   * @throws IllegalArgumentException if the buffer has more or fewer elements than the shape
   */
  public static FloatTensor of(FloatBuffer values, long... shape) {
    return new FloatTensor(Arrays.stream(shape).boxed().toList(), values);
  }

  /** Refuses a stored tensor of another shape. */
  void requireShape(List<Long> stored, Path file, String name) {
    requireShape(shape, stored, file, name);
  }

  static void requireShape(List<Long> shape, List<Long> stored, Path file, String name) {
    if (!stored.equals(shape)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: tensor %s has shape %s, expected %s",
              file,
              Excerpt.of(name),
              stored,
              shape));
    }
  }

  /** Refuses what was read if a value is no finite number: it would spread to every output. */
  void requireFinite(Path file, String name) {
    for (int i = values.position(); i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: tensor %s holds %s, expected finite numbers; the file is damaged or its training diverged, use another checkpoint",
                file,
                Excerpt.of(name),
                values.get(i)));
      }
    }
  }
}
