package org.bert4j.common.kernel;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.kernel.Elementwise.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Operations on single elements, look-ups, and what all kernels have in common. */
class KernelTest {
  private final ComputeEngine engine = new ComputeEngine(2);
  private final Arena arena = new Arena();

  @AfterEach
  void close() {
    engine.close();
    arena.close();
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void activationsAreTheReferences(Function function) {
    Map<String, Golden.Tensor> reference = Golden.tensors("math/activations.safetensors");
    String name =
        switch (function) {
          case GELU -> "gelu";
          case GELU_TANH -> "gelu_new";
          case RELU -> "relu";
          case TANH -> "tanh";
        };
    float[] x = reference.get("x").values();
    Tensor argument = arena.vector(x.length);
    new Transfer().write(argument, 0, x, x.length);
    Tensor y = arena.vector(x.length);
    engine.elementwise().forward(function, argument, y);
    assertRelative(name, reference.get(name).values(), Transfer.toArray(y));
    float[] ones = new float[x.length];
    Arrays.fill(ones, 1);
    new Transfer().write(y, 0, ones, ones.length);
    engine.elementwise().backward(function, argument, y, y);
    assertRelative(name + ".grad", reference.get(name + ".grad").values(), Transfer.toArray(y));
  }

  private static void assertRelative(String what, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      double bound = 1e-6 + 1e-6 * Math.abs(expected[i]);
      assertEquals(expected[i], actual[i], bound, what + " " + i);
    }
  }

  @Test
  void conversionRoundsToNearestEven() {
    float[] x = {1, 1.00390625f, 1.01171875f, -3.14159f, 0, 0x1.43p-100f};
    Tensor single = arena.vector(x.length);
    Tensor half = arena.matrix(DataType.BF16, 1, x.length);
    new Transfer().write(single, 0, x, x.length);
    engine.elementwise().copy(single, half);
    float[] expected = {1, 1, 1.015625f, -3.140625f, 0, 0x1.44p-100f};
    assertArrayEquals(expected, Transfer.toArray(half), 0f);
  }

  @Test
  void lookUpsAndTheirGradient() {
    double[] table = Naive.random(5 * 13, 1);
    int[] indices = {4, 0, 4, 2};
    Tensor rows = Naive.tensor(arena, table, 5, 13);
    Tensor found = arena.matrix(DataType.FP32, 4, 13);
    EmbeddingTable kernel = engine.embeddingTable();
    kernel.copyRows(rows, i -> indices[i], 4, found);
    float[] expected = new float[4 * 13];
    float[] sums = Naive.floats(table);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 13; j++) {
        expected[i * 13 + j] = (float) table[indices[i] * 13 + j];
        sums[indices[i] * 13 + j] += expected[i * 13 + j];
      }
    }
    assertArrayEquals(expected, Transfer.toArray(found));
    kernel.scatterAdd(found, i -> indices[i], 4, rows);
    assertClose("table", sums, Transfer.toArray(rows), 1e-6);
  }

  @Test
  void aPrimitiveIsCompiledOnce() {
    Tensor x = arena.matrix(DataType.FP32, 31, 13);
    Tensor y = arena.matrix(DataType.FP32, 31, 31);
    engine.matmul(x, x.transpose()).into(y);
    int primitives = engine.primitives();
    for (int i = 0; i < 10; i++) {
      engine.matmul(x, x.transpose()).into(y);
    }
    assertEquals(primitives, engine.primitives());
    engine.matmul(x.rows(0, 30), x.transpose()).into(y.rows(0, 30));
    assertEquals(primitives + 1, engine.primitives());
  }

  @Test
  void impossibleViewsAreRefused() {
    Tensor x = arena.matrix(DataType.FP32, 4, 6);
    assertThrows(IndexOutOfBoundsException.class, () -> x.rows(3, 2));
    assertThrows(IndexOutOfBoundsException.class, () -> x.columns(5, 2));
    assertThrows(IllegalArgumentException.class, () -> x.columns(0, 3).reshape(2, 6));
    assertThrows(IllegalArgumentException.class, () -> x.reshape(5, 5));
    assertThrows(IndexOutOfBoundsException.class, () -> new Transfer().read(x, 0, null, 25));
  }
}
