package org.bert4j.common.kernel;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Matrix products and dense layers against naive ones in double precision. */
class MatrixProductTest {
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
  @CsvSource({"207,13,31", "1,7,2", "64,2,13", "512,256,128", "33,3001,64", "3,5,20001"})
  void productsWithPackedMatrices(int rows, int inner, int columns) {
    double[] a = Naive.random(rows * inner, 3);
    double[] b = Naive.random(inner * columns, 4);
    double[] transposed = Naive.transpose(b, inner, columns);
    checkPacked(rows, a, b, Naive.tensor(arena, b, inner, columns));
    checkPacked(rows, a, b, Naive.tensor(arena, transposed, columns, inner).transpose());
  }

  private void checkPacked(int rows, double[] a, double[] b, Tensor right) {
    int inner = right.rows();
    int columns = right.columns();
    Tensor y = arena.matrix(DataType.FP32, rows, columns);
    try (PackedMatrix packed = new PackedMatrix(engine, arena, right)) {
      engine.matmul(Naive.tensor(arena, a, rows, inner), packed.packed()).into(y);
      float[] expected = Naive.floats(Naive.matmul(a, b, rows, inner, columns));
      assertClose("y", expected, Transfer.toArray(y), 2e-6 * inner);
      engine.zero(right.isDense() ? right : right.transpose());
      packed.refresh(engine);
      engine.matmul(Naive.tensor(arena, a, rows, inner), packed.packed()).into(y);
      assertClose("zero", new float[expected.length], Transfer.toArray(y), 0);
    }
  }

  /** Of an engine that outlives models, whose layouts' descriptors lie where earlier ones' did. */
  @Test
  void matricesPackedOneAfterAnotherAreToldApartByTheirLayouts() {
    int columns = 30_001; // in four pieces, three of which differ in nothing but where they go
    double[] a = Naive.random(2 * 3, 1);
    double[] b = Naive.random(3 * columns, 2);
    float[] expected = Naive.floats(Naive.matmul(a, b, 2, 3, columns));
    Tensor left = Naive.tensor(arena, a, 2, 3);
    Tensor right = Naive.tensor(arena, Naive.transpose(b, 3, columns), columns, 3).transpose();
    Tensor y = arena.matrix(DataType.FP32, 2, columns);
    int primitives = 0;
    for (int i = 0; i < 12; i++) {
      try (PackedMatrix packed = new PackedMatrix(engine, arena, right)) {
        engine.matmul(left, packed.packed()).into(y);
        assertClose("y of matrix " + i, expected, Transfer.toArray(y), BOUND);
      }
      primitives = i == 0 ? engine.primitives() : primitives;
      assertEquals(primitives, engine.primitives(), "the same layouts compile nothing again");
    }
  }

  @Test
  void threadsShareThePackingOfManyMatrices() {
    try (PackedMatrices matrices = new PackedMatrices(arena)) {
      List<Tensor> sources = new ArrayList<>();
      List<Tensor> packed = new ArrayList<>();
      for (int columns : new int[] {17_003, 9, 300}) {
        Tensor source = arena.matrix(DataType.FP32, columns, 4);
        sources.add(source);
        packed.add(matrices.of(engine, source.transpose()));
        packed.add(matrices.of(engine, source));
      }
      matrices.refresh(engine);
      int primitives = engine.primitives();
      for (Tensor source : sources) {
        float[] ones = new float[(int) source.elements()];
        Arrays.fill(ones, 1);
        new Transfer().write(source, 0, ones, ones.length);
      }
      matrices.refresh(engine);
      assertEquals(primitives, engine.primitives());
      for (Tensor right : packed) {
        Tensor left = Naive.tensor(arena, Naive.random(2 * right.rows(), 1), 2, right.rows());
        Tensor y = arena.matrix(DataType.FP32, 2, right.columns());
        engine.matmul(left, right).into(y);
        float[] row = Transfer.toArray(left);
        float[] expected = new float[2 * right.columns()];
        for (int i = 0; i < expected.length; i++) {
          for (int k = 0; k < right.rows(); k++) {
            expected[i] += row[i / right.columns() * right.rows() + k];
          }
        }
        assertClose("y", expected, Transfer.toArray(y), 2e-6 * right.rows());
      }
    }
  }
}
