package org.bert4j.common.train;

import java.util.Arrays;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.FloatView;

/** Arrays that one thread works in, chunk after chunk. */
final class ChunkArrays {
  private final ComputeEngine lane;
  final float[] values = new float[FloatView.MAX_LENGTH];
  final float[] gradients = new float[FloatView.MAX_LENGTH];
  final float[] first = new float[FloatView.MAX_LENGTH];
  final float[] second = new float[FloatView.MAX_LENGTH];
  private final float[] squares = new float[FloatView.MAX_LENGTH];

  ChunkArrays(ComputeEngine lane) {
    this.lane = lane;
  }

  /** The engine of the thread. */
  ComputeEngine lane() {
    return lane;
  }

  /** Begins a sum of squares. */
  void clearSquares() {
    Arrays.fill(squares, 0);
  }

  /** Adds the squares of an array's first elements, each to the sum for its index. */
  void addSquares(float[] x, int length) {
    for (int i = 0; i < length; i++) {
      squares[i] += x[i] * x[i];
    }
  }

  /** The sum of the squares added since it was begun; four at a time, as an addition takes long. */
  double squares() {
    double first = 0;
    double second = 0;
    double third = 0;
    double fourth = 0;
    for (int i = 0; i < squares.length; i += 4) {
      first += squares[i];
      second += squares[i + 1];
      third += squares[i + 2];
      fourth += squares[i + 3];
    }
    return first + second + third + fourth;
  }
}
