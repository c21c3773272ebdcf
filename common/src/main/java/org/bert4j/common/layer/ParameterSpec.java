package org.bert4j.common.layer;

/**
 * Name and shape of a parameter.
 *
 * @param name key in a checkpoint, as HuggingFace names it
 * @param rows number of rows, or 0 for a vector
 * @param columns number of columns
 */
public record ParameterSpec(String name, long rows, long columns) {
  /**
   * A weight matrix.
   *
   * @param name key in a checkpoint
   * @param rows output size
   * @param columns input size
   * @return its specification
   */
  public static ParameterSpec matrix(String name, long rows, long columns) {
    return new ParameterSpec(name, rows, columns);
  }

  /**
   * A bias or a scale.
   *
   * @param name key in a checkpoint
   * @param size number of elements
   * @return its specification
   */
  public static ParameterSpec vector(String name, long size) {
    return new ParameterSpec(name, 0, size);
  }

  /**
   * Whether this is a matrix. Weight decay applies to matrices only, as biases and normalizations
   * are vectors.
   *
   * @return true for a matrix
   */
  public boolean isMatrix() {
    return rows > 0;
  }

  /**
   * Shape as a checkpoint states it.
   *
   * @return one or two sizes
   */
  public long[] shape() {
    return isMatrix() ? new long[] {rows, columns} : new long[] {columns};
  }

  /**
   * Number of elements.
   *
   * @return the product of the sizes
   */
  public long elements() {
    return Math.max(rows, 1) * columns;
  }
}
