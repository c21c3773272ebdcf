package org.bert4j.common.dl4j;

import org.bert4j.common.kernel.JavaCppCache;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J arrays of tensors' values. They are copies: a tensor's memory belongs to a model and is
 * overwritten by its next call. The first one loads ND4J, which takes a second or two.
 *
 * <p>Models take all the memory there is off the heap. ND4J does not: JavaCPP refuses it more than
 * the size of the Java heap, and any once the process takes several times that. {@code
 * -Dorg.bytedeco.javacpp.maxBytes=0 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0} lifts both limits.
 */
public final class Nd4jArrays {
  private static boolean verified;

  private Nd4jArrays() {}

  /**
   * Copies a matrix.
   *
   * @param matrix of either type, {@code [rows, columns]}
   * @return its values in single precision, {@code [rows, columns]}
   * @throws IllegalArgumentException if ND4J's libraries cannot be unpacked here
   */
  public static INDArray copyOf(Tensor matrix) {
    verifyLibraries();
    return Nd4j.create(Transfer.toArray(matrix), new long[] {matrix.rows(), matrix.columns()}, 'c');
  }

  private static synchronized void verifyLibraries() {
    if (!verified) {
      JavaCppCache.verify(Nd4jCpu.class);
      verified = true;
    }
  }
}
