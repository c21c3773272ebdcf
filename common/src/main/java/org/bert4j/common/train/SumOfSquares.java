package org.bert4j.common.train;

import java.util.Arrays;
import org.bert4j.common.kernel.FloatView;

/**
 * The squares of the elements of some arrays, added up: those of one index in single precision,
 * which is vectorized, and those sums in double precision.
 */
final class SumOfSquares {
  private final float[] sums = new float[FloatView.MAX_LENGTH];

  /** Begins a sum. */
  void clear() {
    Arrays.fill(sums, 0);
  }

  /** Adds the squares of an array's first elements, each to the sum for its index. */
  void add(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      sums[i] += x[i] * x[i];
    }
  }

  /** The sum of the squares added since it was begun; four at a time, as an addition takes long. */
  double sum() {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (int i = 0; i < sums.length; i += 4) {
      first += sums[i];
      second += sums[i + 1];
      third += sums[i + 2];
      fourth += sums[i + 3];
    }
    return first + second + third + fourth;
  }
}
