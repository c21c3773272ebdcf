package org.bert4j.common.train;

import static org.bert4j.common.Closeness.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Naive;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Optimizers against their formulas in double precision; sizes that do not fill the last chunk. */
class OptimizerTest {
  private static final int MATRIX = 1300 * 207;
  private static final int ELEMENTS = MATRIX + 1300;
  private static final double LR = 0.01;
  private static final OptimizerSettings SETTINGS =
      new OptimizerSettings(0.9, 0.99, 1e-6, 0.1, 2.0);

  private static float[] run(Algorithm algorithm, int threads, int replicas, int steps) {
    try (ComputeEngine engine = new ComputeEngine(threads);
        Parameters parameters = replicated(replicas);
        Optimizer optimizer = algorithm.of(engine, parameters, SETTINGS)) {
      GradientNorm norm = new GradientNorm(engine, parameters);
      new Transfer()
          .write(parameters.values(), 0, Naive.floats(Naive.random(ELEMENTS, 1)), ELEMENTS);
      for (int k = 0; k < steps; k++) {
        dealOut(Naive.floats(Naive.random(ELEMENTS, 2 + k)), parameters.gradientParts());
        optimizer.step(LR, norm.compute());
      }
      assertEquals(steps, optimizer.moments().steps());
      return Transfer.toArray(parameters.values());
    }
  }

  private static Parameters replicated(int replicas) {
    Parameters parameters = Parameters.trained(new Linear(207, 1300), DataType.FP32, new Arena());
    for (int i = 1; i < replicas; i++) {
      parameters.bind(new Linear(207, 1300), i);
    }
    return parameters;
  }

  /** Parts whose sum is exact. */
  private static void dealOut(float[] gradient, List<Tensor> parts) {
    for (int part = 0; part < parts.size(); part++) {
      float[] elements = new float[gradient.length];
      for (int i = part; i < elements.length; i += parts.size()) {
        elements[i] = gradient[i];
      }
      new Transfer().write(parts.get(part), 0, elements, elements.length);
    }
  }

  /** The formulas of the classes' Javadoc. */
  private static double[] naive(Algorithm algorithm, int steps) {
    double[] p = Naive.random(ELEMENTS, 1);
    double[] m = new double[ELEMENTS];
    double[] v = new double[ELEMENTS];
    for (int k = 1; k <= steps; k++) {
      double[] g = Naive.random(ELEMENTS, 1 + k);
      double norm = norm(g, 0, ELEMENTS);
      double[] r = new double[ELEMENTS];
      for (int i = 0; i < ELEMENTS; i++) {
        double clipped = g[i] * Math.min(1, 2 / (norm + 1e-6));
        m[i] = 0.9 * m[i] + 0.1 * clipped;
        v[i] = 0.99 * v[i] + 0.01 * clipped * clipped;
        double root = Math.sqrt(v[i] / (1 - Math.pow(0.99, k))) + 1e-6;
        r[i] = m[i] / (1 - Math.pow(0.9, k)) / root + (isMatrix(i) ? 0.1 * p[i] : 0);
      }
      double ratio = norm(p, 0, MATRIX) / norm(r, 0, MATRIX);
      for (int i = 0; i < ELEMENTS; i++) {
        p[i] -= LR * (algorithm == Algorithm.LAMB && isMatrix(i) ? ratio : 1) * r[i];
      }
    }
    return p;
  }

  private static boolean isMatrix(int i) {
    return i < MATRIX;
  }

  private static double norm(double[] x, int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += x[i] * x[i];
    }
    return Math.sqrt(sum);
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void stepsFollowTheFormula(Algorithm algorithm) {
    float[] expected = Naive.floats(naive(algorithm, 5));
    for (int replicas = 1; replicas <= 4; replicas++) {
      assertClose(algorithm + " " + replicas, expected, run(algorithm, 2, replicas, 5), 2e-6);
    }
  }

  @ParameterizedTest
  @EnumSource(Algorithm.class)
  void resultDoesNotDependOnTheThreads(Algorithm algorithm) {
    assertArrayEquals(run(algorithm, 1, 2, 3), run(algorithm, 3, 2, 3));
  }

  @Test
  void impossibleSettingsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings(1, 0.9, 1e-6, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings(0.9, -1, 1e-6, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings(0.9, 0.9, 0, 0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new OptimizerSettings(0.9, 0.9, 1e-6, -1, 1));
    assertThrows(IllegalArgumentException.class, () -> new OptimizerSettings(0.9, 0.9, 1e-6, 0, 0));
  }
}
