package org.bert4j.common.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.Naive;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

class Nd4jArraysTest {
  @Test
  void aCopyHasTheValuesAndOutlivesTheMemory() {
    INDArray copy;
    double[] values = Naive.random(3 * 5, 1);
    try (Arena arena = new Arena()) {
      Tensor matrix = Naive.tensor(arena, values, 3, 5);
      copy = Nd4jArrays.copyOf(matrix);
      new Transfer().write(matrix, 0, new float[15], 15);
    }
    assertArrayEquals(new long[] {3, 5}, copy.shape());
    for (int i = 0; i < 15; i++) {
      assertEquals((float) values[i], copy.getFloat(i / 5, i % 5));
    }
  }
}
