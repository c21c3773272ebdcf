package org.bert4j.common.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.Supplier;
import org.bert4j.common.kernel.Naive;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;

/**
 * Compares a gradient with central differences of Σ w y along random directions: a layer computes
 * in single precision, so a direction through all elements says more than single elements do.
 */
public final class FiniteDifferences {
  private static final double STEP = 1e-2;
  private static final double TOLERANCE = 5e-3;
  private static final int DIRECTIONS = 4;

  private final Supplier<Tensor> forward;
  private final double[] weights;

  /**
   * For a layer.
   *
   * @param forward runs its forward pass
   * @param weights w, of as many elements as y has without spare rows
   */
  public FiniteDifferences(Supplier<Tensor> forward, double[] weights) {
    this.forward = forward;
    this.weights = weights;
  }

  /** Checks the gradient of an argument, which keeps its value. */
  public void check(String name, Tensor argument, float[] gradient) {
    float[] value = Transfer.toArray(argument);
    double gradientNorm = norm(gradient);
    for (int d = 0; d < DIRECTIONS; d++) {
      double[] direction = Naive.random(value.length, 100 + d);
      // Half of each direction is the gradient itself, so that the difference is never all noise.
      double scale = Math.sqrt(value.length) / Math.max(gradientNorm, 1e-12);
      double expected = 0;
      for (int i = 0; i < direction.length; i++) {
        direction[i] = (float) (direction[i] + scale * gradient[i]);
        expected += direction[i] * gradient[i];
      }
      double length = norm(Naive.floats(direction));
      double above = at(argument, value, direction, STEP / length);
      double below = at(argument, value, direction, -STEP / length);
      double difference = (above - below) / (2 * STEP / length);
      double bound = TOLERANCE * Math.max(Math.abs(expected), 0.05 * length);
      assertEquals(expected, difference, bound, name + ", direction " + d);
    }
    new Transfer().write(argument, 0, value, value.length);
  }

  private double at(Tensor argument, float[] value, double[] direction, double step) {
    float[] moved = new float[value.length];
    for (int i = 0; i < value.length; i++) {
      moved[i] = (float) (value[i] + step * direction[i]);
    }
    new Transfer().write(argument, 0, moved, moved.length);
    float[] y = Transfer.toArray(forward.get());
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i] * y[i];
    }
    return sum;
  }

  private static double norm(float[] x) {
    double sum = 0;
    for (float element : x) {
      sum += (double) element * element;
    }
    return Math.sqrt(sum);
  }
}
