package org.bert4j.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

/** Comparison of computed values with expected ones. */
public final class Closeness {
  private Closeness() {}

  /** Largest absolute difference. */
  public static double largestDifference(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length, "number of elements");
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      double difference = Math.abs((double) expected[i] - actual[i]);
      // Written so that a NaN counts as the largest difference.
      largest = difference <= largest ? largest : difference;
    }
    return largest;
  }

  /** L2 norm of the difference over that of the expectation. */
  public static double relativeL2(float[] expected, float[] actual) {
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow((double) expected[i] - actual[i], 2);
      norm += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / Math.max(norm, Double.MIN_NORMAL));
  }

  /** Fails if any element is further than the bound from its expectation. */
  public static void assertClose(String what, float[] expected, float[] actual, double bound) {
    double difference = largestDifference(expected, actual);
    assertTrue(difference <= bound, what + ": largest difference " + difference);
  }
}
