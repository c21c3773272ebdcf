package org.bert4j.common.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.FloatView;
import org.bert4j.common.layer.Parameters;

/**
 * Global L2 norm of all gradients; the same for any number of threads. Squares are added up element
 * by element over some pieces of the gradient, in the processor's cache, then in double precision.
 */
public final class GradientNorm {
  /** Pieces whose squares are added up together. */
  private static final int GROUP = 16;

  private final ComputeEngine engine;
  private final List<GradientPiece> pieces = new ArrayList<>();
  private final double[] squares;
  private final Scratch[] scratch;

  /** What one thread works in. */
  private record Scratch(float[] gradients, SumOfSquares sum) {}

  /**
   * Of a model's gradients.
   *
   * @param engine computes it
   * @param parameters of the model, which must outlive this
   */
  public GradientNorm(ComputeEngine engine, Parameters parameters) {
    this.engine = engine;
    long elements = parameters.values().elements();
    for (long from = 0; from < elements; from += FloatView.MAX_LENGTH) {
      int length = (int) Math.min(FloatView.MAX_LENGTH, elements - from);
      pieces.add(GradientPiece.of(parameters, from, length));
    }
    squares = new double[(pieces.size() + GROUP - 1) / GROUP];
    scratch = new Scratch[engine.workers().threads()];
    Arrays.setAll(scratch, i -> new Scratch(new float[FloatView.MAX_LENGTH], new SumOfSquares()));
  }

  /**
   * Computes the norm.
   *
   * @return the norm; not finite if a gradient is not
   */
  public double compute() {
    engine
        .workers()
        .share(
            squares.length,
            1,
            (part, from, to) -> {
              for (int i = (int) from; i < to; i++) {
                squares[i] = squares(i, scratch[part]);
              }
            });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  private double squares(int group, Scratch scratch) {
    SumOfSquares sum = scratch.sum();
    sum.clear();
    int end = Math.min((group + 1) * GROUP, pieces.size());
    for (GradientPiece piece : pieces.subList(group * GROUP, end)) {
      piece.read(scratch.gradients());
      sum.add(scratch.gradients(), piece.length());
    }
    return sum.sum();
  }
}
