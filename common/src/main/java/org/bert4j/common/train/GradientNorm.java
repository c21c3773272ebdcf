package org.bert4j.common.train;

import org.bert4j.common.kernel.Workers;
import org.bert4j.common.layer.Parameters;

/** Global L2 norm of all gradients; the same for any number of threads. */
public final class GradientNorm {
  private final Parameters parameters;
  private final Chunk.All chunks;
  private final double[] squares;

  /**
   * Of a model's gradients.
   *
   * @param workers compute it
   * @param parameters of the model
   */
  public GradientNorm(Workers workers, Parameters parameters) {
    this.parameters = parameters;
    chunks = new Chunk.All(workers, parameters);
    squares = new double[chunks.count()];
  }

  /**
   * Computes the norm.
   *
   * @return the norm; not finite if a gradient is not
   */
  public double compute() {
    chunks.forEach(
        (i, chunk, buffers) -> {
          buffers.read(chunk, parameters.gradients(), buffers.gradients);
          squares[i] = Chunk.sumOfSquares(buffers.gradients, chunk.length());
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }
}
