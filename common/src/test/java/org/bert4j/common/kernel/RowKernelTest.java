package org.bert4j.common.kernel;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.bert4j.common.kernel.LayerNormalization.Gradients;
import org.bert4j.common.kernel.LayerNormalization.Norm;
import org.bert4j.common.kernel.LayerNormalization.Saved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Softmax, cross-entropy and layer normalization against naive ones in double precision. */
class RowKernelTest {
  private final ComputeEngine engine = new ComputeEngine(2);
  private final Arena arena = new Arena();

  @AfterEach
  void close() {
    engine.close();
    arena.close();
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
  @ValueSource(ints = {2, 13, 5000})
  void crossEntropy(int classes) {
    double[] x = Naive.random(3 * classes, 1);
    int[] labels = {1, 0, 1};
    Tensor logits = arena.matrix(DataType.FP32, 4, classes);
    new Transfer().write(logits, 0, Naive.floats(x), x.length);
    CrossEntropy kernel = engine.crossEntropy();
    int counted = kernel.countCorrect(logits, i -> labels[i], 3);
    double lossSum = kernel.gradient(logits, i -> labels[i], 3, 0.25f, logits);
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
    assertEquals(loss, lossSum, 1e-4);
    assertEquals(correct, counted);
    assertClose("gradient", Naive.floats(expected), Transfer.toArray(logits), 1e-6);
  }

  /** Of the targets (1 − ε) onehot(label) + ε / classes; a row without a label does not count. */
  @ParameterizedTest
  @ValueSource(ints = {2, 11, 4099})
  void smoothedCrossEntropy(int classes) {
    double[] x = Naive.random(3 * classes, 1);
    int[] labels = {1, -1, classes - 1};
    double smoothing = 0.2;
    Tensor logits = arena.matrix(DataType.FP32, 4, classes);
    new Transfer().write(logits, 0, Naive.floats(x), x.length);
    CrossEntropy kernel = engine.crossEntropy();
    double lossSum = smoothing * kernel.margins(logits, i -> labels[i], 3);
    var weighting = new CrossEntropy.Weighting(0.25f, (float) smoothing);
    lossSum += kernel.gradient(logits, i -> labels[i], 3, weighting, logits);
    double[] p = Naive.softmax(x, classes);
    double loss = 0;
    double[] expected = new double[4 * classes];
    for (int i = 0; i < 3; i += 2) {
      for (int j = 0; j < classes; j++) {
        double target = smoothing / classes + (j == labels[i] ? 1 - smoothing : 0);
        loss -= target * Math.log(p[i * classes + j]);
        expected[i * classes + j] = 0.25 * (p[i * classes + j] - target);
      }
    }
    assertEquals(loss, lossSum, 1e-3);
    assertClose("gradient", Naive.floats(expected), Transfer.toArray(logits), 1e-6);
  }
}
