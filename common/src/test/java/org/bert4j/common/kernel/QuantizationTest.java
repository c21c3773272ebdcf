package org.bert4j.common.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.bert4j.common.kernel.QuantizedMatrix.Operand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantizationTest {
  @BeforeEach
  void instructions() {
    assumeTrue(DataType.hasInt8(), "this processor has no instructions for integers of 8 bits");
  }

  private static float[] random(int count, int seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static Tensor tensor(Arena arena, int rows, int columns, float[] values) {
    Tensor tensor = arena.matrix(DataType.FP32, rows, columns);
    Transfer.fromArray(values, tensor);
    return tensor;
  }

  private static byte[] bytes(Tensor integers) {
    byte[] bytes = new byte[(int) integers.elements()];
    new BytesPointer().at(integers.address()).get(bytes, 0, bytes.length);
    return bytes;
  }

  /** Every row by its own largest; a row of zeros stays one. */
  @ParameterizedTest
  @CsvSource({"1, 2", "3, 17", "5, 384", "33, 100"})
  void rowsAreRoundedByTheirLargest(int rows, int columns) {
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena()) {
      float[] values = random(rows * columns, 1);
      for (int j = 0; j < columns; j++) {
        values[(rows - 1) * columns + j] = 0;
      }
      Quantization.Rows rounded = engine.quantization().rows(tensor(arena, rows, columns, values));
      byte[] integers = bytes(rounded.integers());
      float[] scales = Transfer.toArray(rounded.scales());
      for (int i = 0; i < rows; i++) {
        float most = 0;
        for (int j = 0; j < columns; j++) {
          most = Math.max(most, Math.abs(values[i * columns + j]));
        }
        assertEquals(most / 127, scales[i], 1e-7f);
        for (int j = 0; j < columns; j++) {
          int integer = Byte.toUnsignedInt(integers[i * columns + j]) - 128;
          assertEquals(values[i * columns + j], integer * scales[i], most / 127 * 0.501);
        }
      }
    }
  }

  /** What is not finite is not hidden among integers: the row's scale makes all of it so. */
  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void rowsThatAreNotFiniteAreSeen(float value) {
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena()) {
      for (int place : new int[] {0, 17, 39}) {
        float[] values = random(2 * 40, 1);
        values[40 + place] = value;
        float[] scales =
            Transfer.toArray(engine.quantization().rows(tensor(arena, 2, 40, values)).scales());
        assertTrue(Float.isFinite(scales[0]), "row 0");
        assertFalse(Float.isFinite(scales[1]), value + " at " + place);
      }
    }
  }

  /** The product of integers is exact: all that differs is the rounding of both operands. */
  @ParameterizedTest
  @CsvSource({"1, 7, 5", "4, 64, 64", "21, 384, 128", "130, 100, 96"})
  void productsAreThoseOfTheRoundedOperands(int rows, int in, int out) {
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena();
        QuantizedMatrices matrices = new QuantizedMatrices(arena)) {
      Tensor x = tensor(arena, rows, in, random(rows * in, 2));
      Tensor weight = tensor(arena, out, in, random(out * in, 3));
      Tensor bias = tensor(arena, 1, out, random(out, 4));
      Tensor y = arena.matrix(DataType.FP32, rows, out);
      Quantization.Rows rounded = engine.quantization().rows(x);
      product(engine, rounded, matrices.of(engine, weight), bias, y);
      float[] expected = naive(rounded, Transfer.toArray(weight), Transfer.toArray(bias), in);
      float[] actual = Transfer.toArray(y);
      for (int i = 0; i < expected.length; i++) {
        assertEquals(expected[i], actual[i], 2e-4, "element " + i);
      }
    }
  }

  /** A share of the outputs, stored between others. */
  @Test
  void someOutputsAreTheSameThere() {
    int in = 128;
    int out = 192;
    try (ComputeEngine engine = new ComputeEngine(1);
        Arena arena = new Arena();
        QuantizedMatrices matrices = new QuantizedMatrices(arena)) {
      Tensor x = tensor(arena, 9, in, random(9 * in, 2));
      Tensor weight = tensor(arena, out, in, random(out * in, 3));
      Tensor bias = tensor(arena, 1, out, random(out, 4));
      Tensor whole = arena.matrix(DataType.FP32, 9, out);
      Tensor shares = arena.matrix(DataType.FP32, 9, out);
      Quantization.Rows rounded = engine.quantization().rows(x);
      product(engine, rounded, matrices.of(engine, weight), bias, whole);
      for (int from = 0; from < out; from += 64) {
        Operand some = matrices.of(engine, weight.rows(from, 64));
        product(engine, rounded, some, bias.columns(from, 64), shares.columns(from, 64));
      }
      assertEquals(0, largestDifference(Transfer.toArray(whole), Transfer.toArray(shares)), 1e-5);
    }
  }

  private static void product(
      ComputeEngine engine, Quantization.Rows x, Operand weight, Tensor bias, Tensor y) {
    engine
        .matmul(x.integers(), weight.packed())
        .add(weight.shift())
        .multiply(weight.scale())
        .multiplyRows(x.scales())
        .add(bias)
        .into(y);
  }

  private static float[] naive(Quantization.Rows x, float[] weight, float[] bias, int in) {
    byte[] integers = bytes(x.integers());
    float[] scales = Transfer.toArray(x.scales());
    float[] y = new float[scales.length * bias.length];
    for (int o = 0; o < bias.length; o++) {
      float most = 0;
      for (int k = 0; k < in; k++) {
        most = Math.max(most, Math.abs(weight[o * in + k]));
      }
      for (int i = 0; i < scales.length; i++) {
        long sum = 0;
        for (int k = 0; k < in; k++) {
          long rounded = Math.round(weight[o * in + k] * 127.0 / most);
          sum += rounded * (Byte.toUnsignedInt(integers[i * in + k]) - 128);
        }
        y[i * bias.length + o] = (float) ((double) sum * most / 127 * scales[i] + bias[o]);
      }
    }
    return y;
  }

  private static double largestDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }
}
