package org.bert4j.common.train;

import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.FloatView;

/** Arrays that one thread of an optimizer works in, chunk after chunk. */
final class ChunkArrays {
  private final ComputeEngine engine;
  final float[] values = new float[FloatView.MAX_LENGTH];
  final float[] gradients = new float[FloatView.MAX_LENGTH];
  final float[] first = new float[FloatView.MAX_LENGTH];
  final float[] second = new float[FloatView.MAX_LENGTH];
  final SumOfSquares squares = new SumOfSquares();

  ChunkArrays(ComputeEngine engine) {
    this.engine = engine;
  }

  /** The engine of the thread. */
  ComputeEngine engine() {
    return engine;
  }
}
