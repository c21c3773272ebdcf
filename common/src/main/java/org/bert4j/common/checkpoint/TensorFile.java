package org.bert4j.common.checkpoint;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * An open file, or a set of files, of named tensors. They are read one at a time, straight into the
 * caller's memory, and become floats whatever they are stored as. Not thread-safe.
 */
public interface TensorFile extends AutoCloseable {
  /**
   * Where it is.
   *
   * @return path of the file, of a set's index
   */
  Path path();

  /**
   * Names of all tensors.
   *
   * @return the names in the file's order
   */
  Set<String> names();

  /**
   * Shape of a tensor.
   *
   * @param name its name
   * @return its sizes, the outermost first
   * @throws IllegalArgumentException if there is no such tensor
   */
  List<Long> shape(String name);

  /**
   * Reads a tensor, converting its elements to floats.
   *
   * @param name its name
   * @param target receives the values; its shape must be the tensor's
   * @throws IllegalArgumentException if there is no such tensor, it has another shape or is damaged
   * @throws IOException if reading fails
   */
  void read(String name, FloatTensor target) throws IOException;

  /**
   * Reads a tensor into new memory.
   *
   * @param name its name
   * @return its elements in row-major order
   * @throws IllegalArgumentException if there is no such tensor, it is damaged or too large for an
   *     array
   * @throws IOException if reading fails
   */
  default float[] floats(String name) throws IOException {
    List<Long> shape = shape(name);
    long elements = shape.stream().reduce(1L, Math::multiplyExact);
    if (elements > ChannelReader.MAX_ARRAY) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: tensor %s of shape %s is too large for an array",
              path(),
              name,
              shape));
    }
    float[] values = new float[(int) elements];
    read(name, new FloatTensor(shape, FloatBuffer.wrap(values)));
    return values;
  }

  @Override
  void close() throws IOException;
}
