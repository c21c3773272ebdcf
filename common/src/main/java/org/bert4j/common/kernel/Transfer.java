package org.bert4j.common.kernel;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Moves single-precision elements between off-heap memory and Java arrays in bulk: Java kernels
 * work on chunks copied into arrays that stay in the processor's cache, as the JVM vectorizes loops
 * over {@code float[]}, but loops over off-heap memory only in the form that {@link FloatView} has.
 * One instance a thread.
 */
public final class Transfer {
  private final AddressPointer pointer = new AddressPointer();

  /** Makes a transfer for the calling thread. */
  public Transfer() {}

  /**
   * Reads elements that lie one after another.
   *
   * @param source a dense single-precision tensor
   * @param from index of the first element to read
   * @param target receives them from its beginning
   * @param count how many
   */
  public void read(Tensor source, long from, float[] target, int count) {
    pointer.at(element(source, from, count)).get(target, 0, count);
  }

  /**
   * Writes elements that lie one after another.
   *
   * @param target a dense single-precision tensor
   * @param from index of the first element to write
   * @param source gives them from its beginning
   * @param count how many
   */
  public void write(Tensor target, long from, float[] source, int count) {
    pointer.at(element(target, from, count)).put(source, 0, count);
  }

  /**
   * All elements of a dense tensor of either type, row by row.
   *
   * @param source the tensor
   * @return its elements as single precision
   */
  public static float[] toArray(Tensor source) {
    float[] result = new float[Math.toIntExact(source.elements())];
    if (source.type() == DataType.FP32) {
      new Transfer().read(source, 0, result, result.length);
      return result;
    }
    short[] halves = new short[result.length];
    new HalfPointer().at(source.address()).get(halves, 0, halves.length);
    for (int i = 0; i < result.length; i++) {
      result[i] = HalfPointer.widen(halves[i]);
    }
    return result;
  }

  /**
   * Sets all elements of a dense tensor of either type, rounding to it.
   *
   * @param source as many elements, row by row
   * @param target receives them
   */
  public static void fromArray(float[] source, Tensor target) {
    Objects.checkFromIndexSize(0, source.length, target.elements());
    if (target.type() == DataType.FP32) {
      new Transfer().write(target, 0, source, source.length);
      return;
    }
    short[] halves = new short[source.length];
    for (int i = 0; i < halves.length; i++) {
      halves[i] = HalfPointer.round(source[i]);
    }
    new HalfPointer().at(target.address()).put(halves, 0, halves.length);
  }

  /** Sets all elements of a dense tensor of either type. */
  static void fill(Tensor target, float value) {
    int count = Math.toIntExact(target.elements());
    if (target.type() == DataType.FP32) {
      float[] elements = new float[count];
      Arrays.fill(elements, value);
      new Transfer().write(target, 0, elements, count);
    } else {
      short[] halves = new short[count];
      Arrays.fill(halves, HalfPointer.round(value));
      new HalfPointer().at(target.address()).put(halves, 0, count);
    }
  }

  /**
   * The memory of a dense single-precision tensor, to be read from files and written to them.
   *
   * @param tensor the tensor, with at most 2^31 − 1 bytes
   * @return its elements, in the tensor's own memory, which must not be freed before
   */
  public static FloatBuffer buffer(Tensor tensor) {
    return buffer(tensor, 0);
  }

  /** The same with some elements before the first, which need not be memory that one may touch. */
  static FloatBuffer buffer(Tensor tensor, int before) {
    int count = Math.toIntExact(tensor.elements());
    long first = element(tensor, 0, count) - (long) before * Float.BYTES;
    FloatPointer pointer = new AddressPointer().at(first);
    return pointer.limit(before + count).asBuffer();
  }

  private static long element(Tensor tensor, long from, int count) {
    Objects.checkFromIndexSize(from, count, tensor.elements());
    if (tensor.type() != DataType.FP32) {
      throw new IllegalArgumentException("expected single precision, not " + tensor);
    }
    return tensor.address() + from * Float.BYTES;
  }
}
