package org.bert4j.common.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.nd4j.linalg.api.buffer.DataType.FLOAT;

import java.util.List;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Naive;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameters;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jArraysTest {
  @Test
  void parametersAreReadAndReplacedByName() {
    for (boolean trained : new boolean[] {true, false}) {
      Linear layer = new Linear(5, 3);
      try (Parameters parameters =
          trained
              ? Parameters.trained(layer, DataType.FP32, new Arena())
              : Parameters.used(layer, DataType.BF16, new Arena())) {
        INDArray numbers = Nd4j.arange(15).reshape('c', 5, 3).transpose(); // not in memory order
        Nd4jArrays.put(parameters, "weight", numbers);
        Nd4jArrays.put(parameters, "bias", Nd4j.createFromArray(1f, 2f, 3f));
        assertEquals(numbers.castTo(FLOAT), Nd4jArrays.get(parameters, "weight"));
        assertEquals(List.of("weight", "bias"), List.copyOf(Nd4jArrays.all(parameters).keySet()));
        assertArrayEquals(new long[] {3}, Nd4jArrays.all(parameters).get("bias").shape());
        String refused =
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Nd4jArrays.put(parameters, "weight", Nd4j.zeros(5, 3)))
                .getMessage();
        assertEquals("weight has shape [5, 3], expected [3, 5]", refused);
      }
    }
  }

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
