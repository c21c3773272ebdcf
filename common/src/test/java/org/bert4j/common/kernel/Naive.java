package org.bert4j.common.kernel;

import java.util.Random;

/** The kernels again in double precision and the plainest loops. */
public final class Naive {
  private Naive() {}

  /** {@code [m, k] × [k, n]}. */
  public static double[] matmul(double[] a, double[] b, int m, int k, int n) {
    double[] y = new double[m * n];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        for (int x = 0; x < k; x++) {
          y[i * n + j] += a[i * k + x] * b[x * n + j];
        }
      }
    }
    return y;
  }

  /** Softmax of each row. */
  public static double[] softmax(double[] x, int columns) {
    double[] y = new double[x.length];
    for (int row = 0; row < x.length; row += columns) {
      double sum = 0;
      for (int i = row; i < row + columns; i++) {
        y[i] = Math.exp(x[i]);
        sum += y[i];
      }
      for (int i = row; i < row + columns; i++) {
        y[i] /= sum;
      }
    }
    return y;
  }

  /** Layer normalization of each row with scale and shift. */
  public static double[] layerNorm(double[] x, double[] scale, double[] shift, double epsilon) {
    int columns = scale.length;
    double[] y = new double[x.length];
    for (int row = 0; row < x.length; row += columns) {
      double mean = 0;
      for (int i = 0; i < columns; i++) {
        mean += x[row + i] / columns;
      }
      double variance = 0;
      for (int i = 0; i < columns; i++) {
        variance += (x[row + i] - mean) * (x[row + i] - mean) / columns;
      }
      for (int i = 0; i < columns; i++) {
        y[row + i] = (x[row + i] - mean) / Math.sqrt(variance + epsilon) * scale[i] + shift[i];
      }
    }
    return y;
  }

  /** The transpose of {@code [rows, columns]}. */
  public static double[] transpose(double[] x, int rows, int columns) {
    double[] y = new double[x.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        y[j * rows + i] = x[i * columns + j];
      }
    }
    return y;
  }

  /** Numbers from a normal distribution, rounded to single precision. */
  public static double[] random(int count, long seed) {
    Random random = new Random(seed);
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** The same numbers in single precision. */
  public static float[] floats(double[] x) {
    float[] y = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = (float) x[i];
    }
    return y;
  }

  /** A matrix of an arena with these elements. */
  public static Tensor tensor(Arena arena, double[] x, int rows, int columns) {
    Tensor tensor = arena.matrix(DataType.FP32, rows, columns);
    new Transfer().write(tensor, 0, floats(x), x.length);
    return tensor;
  }
}
