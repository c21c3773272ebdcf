package org.bert4j.common.dl4j;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.kernel.JavaCppCache;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J arrays of tensors' and parameters' values. They are copies, as a tensor's memory belongs to
 * a model and is overwritten by its next call, except for {@link #view}. The first one loads ND4J,
 * which takes a second or two.
 *
 * <p>Models take all the memory there is off the heap. ND4J does not: JavaCPP refuses it more than
 * the size of the Java heap, and any once the process takes several times that. {@code
 * -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0} lifts both limits.
 */
public final class Nd4jArrays {
  private static boolean verified;

  private Nd4jArrays() {}

  /**
   * Makes an array.
   *
   * @param values its elements, row by row, not to be used afterwards
   * @param shape its sizes
   * @return the array, in single precision and 'c' order
   * @throws IllegalArgumentException if ND4J's libraries cannot be unpacked here
   */
  public static INDArray of(float[] values, long... shape) {
    verifyLibraries();
    return Nd4j.create(values, shape, 'c');
  }

  /**
   * Copies a matrix.
   *
   * @param matrix of either type, {@code [rows, columns]}
   * @return its values in single precision, {@code [rows, columns]}
   * @throws IllegalArgumentException if ND4J's libraries cannot be unpacked here
   */
  public static INDArray copyOf(Tensor matrix) {
    return of(Transfer.toArray(matrix), matrix.rows(), matrix.columns());
  }

  /**
   * Copies a parameter's values out.
   *
   * @param parameters of a model
   * @param name its key in a checkpoint
   * @return its values in single precision, {@code [out, in]} of a matrix, {@code [size]} of a
   *     vector
   * @throws IllegalArgumentException if there is no such parameter, or ND4J's libraries cannot be
   *     unpacked here
   */
  public static INDArray get(Parameters parameters, String name) {
    return of(parameters.read(name), parameters.get(name).shape());
  }

  /**
   * Replaces a parameter's values. After the last one of a model that is trained, {@link
   * Parameters#refreshCompute} is to be called.
   *
   * @param parameters of a model
   * @param name its key in a checkpoint
   * @param values of its shape, in any order and type
   * @throws IllegalArgumentException if there is no such parameter or it has another shape
   */
  public static void put(Parameters parameters, String name, INDArray values) {
    long[] shape = parameters.get(name).shape();
    if (!Arrays.equals(shape, values.shape())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has shape %s, expected %s",
              name,
              Arrays.toString(values.shape()),
              Arrays.toString(shape)));
    }
    parameters.write(name, values.dup('c').data().asFloat());
  }

  /**
   * Copies all parameters out.
   *
   * @param parameters of a model
   * @return their values by their keys in a checkpoint, in the order of the file
   */
  public static Map<String, INDArray> all(Parameters parameters) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    parameters.named().keySet().forEach(name -> arrays.put(name, get(parameters, name)));
    return arrays;
  }

  /**
   * A parameter's own memory as an array: what is written there the model computes with, after
   * {@link Parameters#refreshCompute} where it is trained.
   *
   * @param parameters of a model
   * @param name its key in a checkpoint
   * @return a view, {@code [out, in]} of a matrix, {@code [size]} of a vector; to be forgotten
   *     before the model is closed, which frees the memory
   * @throws IllegalArgumentException if there is no such parameter, or it is held in half precision
   *     only, of which there is no view
   */
  public static INDArray view(Parameters parameters, String name) {
    Parameter parameter = parameters.get(name);
    if (!parameters.holdsValue(name)) {
      throw new IllegalArgumentException(
          name + " is held in half precision only, expected single precision; use get");
    }
    return view(parameter.value(), parameter.shape());
  }

  /** A dense tensor's own memory as an array. */
  static INDArray view(Tensor tensor, long... shape) {
    verifyLibraries();
    long elements = tensor.elements();
    FloatPointer pointer = new BorrowedPointer(tensor.address(), elements);
    DataBuffer buffer =
        Nd4j.createBuffer(pointer, elements, org.nd4j.linalg.api.buffer.DataType.FLOAT);
    return Nd4j.create(buffer, shape, Nd4j.getStrides(shape, 'c'), 0, 'c');
  }

  /** A pointer to memory that is freed by somebody else. */
  private static final class BorrowedPointer extends FloatPointer {
    BorrowedPointer(long address, long elements) {
      super((Pointer) null);
      this.address = address;
      limit = elements;
      capacity = elements;
    }
  }

  /** Address of an array's first element; ND4J's own ignores where a view begins. */
  static long address(INDArray array) {
    return array.data().address() + array.offset() * array.data().getElementSize();
  }

  /** A vector's memory, {@code [1, elements]}; the array must outlive it. */
  static Tensor tensor(INDArray vector) {
    return Tensor.over(address(vector), 1, vector.length());
  }

  private static synchronized void verifyLibraries() {
    if (!verified) {
      JavaCppCache.verify(Nd4jCpu.class);
      verified = true;
    }
  }
}
