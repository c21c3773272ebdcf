package org.bert4j.common.kernel;

import java.nio.FloatBuffer;

/**
 * Some consecutive single-precision elements of off-heap memory, for loops that read them and write
 * to Java arrays. Such loops are vectorized, which hides the time that the memory takes behind the
 * arithmetic; loops that write to more than one view are not, so results go back by {@link #write}
 * while the view is still in the processor's cache.
 *
 * <p>It owns nothing: the {@link Arena} of its memory must outlive it.
 */
public final class FloatView {
  /** Most elements of a view: four arrays of so many stay in a core's second-level cache. */
  public static final int MAX_LENGTH = 16_384;

  /**
   * Elements before the first. Java 17 vectorizes a loop over off-heap memory and arrays only if
   * element i has the same offset in both: an array's first follows a header of 16 bytes.
   */
  private static final int HEADER = 4;

  private final Tensor elements;
  private final FloatBuffer buffer;
  private final int length;

  /**
   * Views elements that lie one after another.
   *
   * @param vector a dense single-precision tensor {@code [1, n]}
   * @param from index of the first element
   * @param length number of elements, at most {@link #MAX_LENGTH}
   */
  public FloatView(Tensor vector, long from, int length) {
    if (length > MAX_LENGTH) {
      throw new IllegalArgumentException("length: " + length + ", expected at most " + MAX_LENGTH);
    }
    this.elements = vector.columns(from, length);
    this.length = length;
    buffer = Transfer.buffer(elements, HEADER);
  }

  /**
   * Number of elements. Its bound, without which nothing is vectorized, is known to the compiler
   * where this is inlined.
   *
   * @return at most {@link #MAX_LENGTH}
   */
  public int length() {
    return Math.min(length, MAX_LENGTH);
  }

  /**
   * An element.
   *
   * @param i its index in this view, from 0
   * @return its value
   */
  public float get(int i) {
    return buffer.get(i + HEADER);
  }

  /**
   * The same elements.
   *
   * @return {@code [1, length]}
   */
  public Tensor elements() {
    return elements;
  }

  /**
   * Copies all elements out.
   *
   * @param target receives them from its beginning
   */
  public void read(float[] target) {
    buffer.get(HEADER, target, 0, length);
  }

  /**
   * Replaces all elements.
   *
   * @param source gives them from its beginning
   */
  public void write(float[] source) {
    buffer.put(HEADER, source, 0, length);
  }
}
