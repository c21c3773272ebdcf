package org.bert4j.common.kernel;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.LayerNormalization.Gradients;
import org.bert4j.common.kernel.LayerNormalization.Norm;
import org.bert4j.common.kernel.LayerNormalization.Saved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel against its naive twin, at odd sizes. */
class KernelTest {
  private static final double BOUND = 1e-4;

  private final ComputeEngine engine = new ComputeEngine(2);
  private final Arena arena = new Arena();

  @AfterEach
  void close() {
    engine.close();
    arena.close();
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "13,7,31", "31,207,13", "64,65,3", "207,31,2"})
  void matrixProducts(int m, int k, int n) {
    double[] a = Naive.random(m * k, 1);
    double[] b = Naive.random(k * n, 2);
    double[] bias = Naive.random(n, 3);
    double[] factor = Naive.random(m * n, 4);
    double[] summand = Naive.random(m * n, 5);
    Tensor y = Naive.tensor(arena, summand, m, n);
    engine
        .matmul(Naive.tensor(arena, a, m, k), Naive.tensor(arena, b, k, n))
        .bias(Naive.tensor(arena, bias, 1, n))
        .multiply(Naive.tensor(arena, factor, m, n))
        .scale(0.5f)
        .add(Naive.tensor(arena, summand, m, n))
        .accumulate(true)
        .into(y);
    double[] expected = Naive.matmul(a, b, m, k, n);
    for (int i = 0; i < m * n; i++) {
      expected[i] = (expected[i] + bias[i % n]) * factor[i] * 0.5 + 2 * summand[i];
    }
    assertClose("y", Naive.floats(expected), Transfer.toArray(y), BOUND);
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "13,7,31", "31,207,13"})
  void transposedOperandsAreViews(int m, int k, int n) {
    double[] a = Naive.random(m * k, 1);
    double[] b = Naive.random(k * n, 2);
    Tensor y = arena.matrix(DataType.FP32, m, n);
    Tensor left = Naive.tensor(arena, Naive.transpose(a, m, k), k, m).transpose();
    Tensor right = Naive.tensor(arena, Naive.transpose(b, k, n), n, k).transpose();
    engine.matmul(left, right).into(y);
    assertClose("y", Naive.floats(Naive.matmul(a, b, m, k, n)), Transfer.toArray(y), BOUND);
  }

  @Test
  void columnsOfWiderMatricesMultiplyInPlace() {
    double[] wide = Naive.random(13 * 21, 1);
    Tensor matrix = Naive.tensor(arena, wide, 13, 21);
    Tensor y = arena.matrix(DataType.FP32, 13, 26);
    engine.matmul(matrix.columns(7, 5), matrix.columns(14, 5).transpose()).into(y.columns(13, 13));
    double[] a = new double[13 * 5];
    double[] b = new double[13 * 5];
    for (int i = 0; i < 13; i++) {
      System.arraycopy(wide, i * 21 + 7, a, i * 5, 5);
      System.arraycopy(wide, i * 21 + 14, b, i * 5, 5);
    }
    double[] product = Naive.matmul(a, Naive.transpose(b, 13, 5), 13, 5, 13);
    float[] expected = new float[13 * 26];
    for (int i = 0; i < product.length; i++) {
      expected[i / 13 * 26 + 13 + i % 13] = (float) product[i];
    }
    assertClose("y", expected, Transfer.toArray(y), BOUND);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 13, 31, 207})
  void softmaxAndItsGradient(int columns) {
    double[] x = Naive.random(5 * columns, 1);
    double[] dy = Naive.random(5 * columns, 2);
    double[] y = Naive.softmax(x, columns);
    Tensor probabilities = Naive.tensor(arena, x, 5, columns);
    engine.softmax().forward(probabilities, probabilities);
    assertClose("y", Naive.floats(y), Transfer.toArray(probabilities), 1e-6);
    Tensor gradient = Naive.tensor(arena, dy, 5, columns);
    engine.softmax().backward(probabilities, gradient, gradient);
    double[] expected = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      double dot = 0;
      for (int j = i / columns * columns; j < i / columns * columns + columns; j++) {
        dot += y[j] * dy[j];
      }
      expected[i] = y[i] * (dy[i] - dot);
    }
    assertClose("dx", Naive.floats(expected), Transfer.toArray(gradient), 1e-5);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 13, 31, 207})
  void layerNormalization(int columns) {
    double[] x = Naive.random(7 * columns, 1);
    double[] scale = Naive.random(columns, 2);
    double[] shift = Naive.random(columns, 3);
    Tensor y = arena.matrix(DataType.FP32, 7, columns);
    Saved saved =
        new Saved(
            Naive.tensor(arena, x, 7, columns),
            arena.matrix(DataType.FP32, 7, 1),
            arena.matrix(DataType.FP32, 7, 1));
    Norm norm =
        new Norm(
            Naive.tensor(arena, scale, 1, columns), Naive.tensor(arena, shift, 1, columns), 1e-12f);
    engine.layerNormalization().forward(saved, norm, y);
    double[] expected = Naive.layerNorm(x, scale, shift, 1e-12);
    assertClose("y", Naive.floats(expected), Transfer.toArray(y), 2e-5);
    assertLayerNormGradients(saved, norm, new double[][] {x, scale, shift});
  }

  /** Central differences of Σ dy y in double precision. */
  private void assertLayerNormGradients(Saved saved, Norm norm, double[][] arguments) {
    int columns = arguments[1].length;
    double[] dy = Naive.random(7 * columns, 4);
    Gradients gradients = new Gradients(arena.vector(columns), arena.vector(columns));
    Tensor dx = Naive.tensor(arena, dy, 7, columns);
    engine.layerNormalization().backward(saved, norm, dx, gradients, dx);
    Tensor[] results = {dx, gradients.scale(), gradients.shift()};
    for (int a = 0; a < arguments.length; a++) {
      float[] expected = new float[arguments[a].length];
      for (int i = 0; i < expected.length; i++) {
        double value = arguments[a][i];
        arguments[a][i] = value + 1e-5;
        double above = dot(dy, arguments);
        arguments[a][i] = value - 1e-5;
        double below = dot(dy, arguments);
        arguments[a][i] = value;
        expected[i] = (float) ((above - below) / 2e-5);
      }
      assertClose("argument " + a, expected, Transfer.toArray(results[a]), 2e-3);
    }
  }

  private static double dot(double[] dy, double[][] arguments) {
    double[] y = Naive.layerNorm(arguments[0], arguments[1], arguments[2], 1e-12);
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += y[i] * dy[i];
    }
    return sum;
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

  @ParameterizedTest
  @CsvSource({"207,13,31", "64,128,256", "1,2,7", "31,1,13"})
  void gradientsOfADenseLayer(int rows, int in, int out) {
    double[] x = Naive.random(rows * in, 1);
    double[] dy = Naive.random(rows * out, 2);
    Tensor dw = arena.matrix(DataType.FP32, out, in);
    Tensor db = arena.vector(out);
    Tensor input = Naive.tensor(arena, x, rows, in);
    Tensor gradient = Naive.tensor(arena, dy, rows, out);
    double[] ones = new double[rows];
    Arrays.fill(ones, 1);
    double[] weights = Naive.matmul(Naive.transpose(dy, rows, out), x, out, rows, in);
    double[] biases = Naive.matmul(ones, dy, 1, rows, out);
    engine.denseGradients(input, gradient, dw, db);
    assertClose("dw", Naive.floats(weights), Transfer.toArray(dw), BOUND);
    assertClose("db", Naive.floats(biases), Transfer.toArray(db), BOUND);
    engine.addDenseGradients(input, gradient, dw, db);
    assertClose("2 dw", twice(weights), Transfer.toArray(dw), 2 * BOUND);
    assertClose("2 db", twice(biases), Transfer.toArray(db), 2 * BOUND);
  }

  private static float[] twice(double[] x) {
    return Naive.floats(Arrays.stream(x).map(value -> 2 * value).toArray());
  }

  @ParameterizedTest
  @CsvSource({"207,13,31", "1,7,2", "64,2,13", "512,256,128", "33,3001,64"})
  void productsWithPackedMatrices(int rows, int inner, int columns) {
    double[] a = Naive.random(rows * inner, 3);
    double[] b = Naive.random(inner * columns, 4);
    Tensor right = Naive.tensor(arena, b, inner, columns);
    Tensor y = arena.matrix(DataType.FP32, rows, columns);
    try (PackedMatrix packed = new PackedMatrix(engine, arena, right)) {
      engine.matmul(Naive.tensor(arena, a, rows, inner), packed.packed()).into(y);
      float[] expected = Naive.floats(Naive.matmul(a, b, rows, inner, columns));
      assertClose("y", expected, Transfer.toArray(y), 2e-6 * inner);
      engine.zero(right);
      packed.refresh(engine);
      engine.matmul(Naive.tensor(arena, a, rows, inner), packed.packed()).into(y);
      assertClose("zero", new float[expected.length], Transfer.toArray(y), 0);
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
    EmbeddingTable kernel = new EmbeddingTable(engine, 13);
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

  @ParameterizedTest
  @ValueSource(ints = {2, 13, 5000})
  void crossEntropy(int classes) {
    double[] x = Naive.random(3 * classes, 1);
    int[] labels = {1, 0, 1};
    Tensor logits = arena.matrix(DataType.FP32, 4, classes);
    new Transfer().write(logits, 0, Naive.floats(x), x.length);
    CrossEntropy kernel = new CrossEntropy(engine);
    kernel.countCorrect(logits, i -> labels[i], 3);
    Tensor factor = Naive.tensor(arena, new double[] {0.25}, 1, 1);
    kernel.gradient(logits, i -> labels[i], 3, factor, logits);
    double[] p = Naive.softmax(x, classes);
    double loss = 0;
    int correct = 0;
    double[] expected = new double[4 * classes];
    for (int i = 0; i < 3; i++) {
      double target = p[i * classes + labels[i]];
      loss -= Math.log(target);
      boolean largest = true;
      for (int j = 0; j < classes; j++) {
        largest &= p[i * classes + j] <= target;
        expected[i * classes + j] = 0.25 * (p[i * classes + j] - (j == labels[i] ? 1 : 0));
      }
      correct += largest ? 1 : 0;
    }
    assertEquals(loss, kernel.lossSum(), 1e-4);
    assertEquals(correct, kernel.correct());
    assertClose("gradient", Naive.floats(expected), Transfer.toArray(logits), 1e-6);
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
