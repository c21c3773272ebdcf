package org.bert4j.common.train;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Parameters;

/**
 * Global L2 norm of all gradients; the same for any number of threads. Squares are added up element
 * by element over some pieces of the gradient, in the processor's cache, then in double precision.
 */
public final class GradientNorm implements AutoCloseable {
  private static final int PIECE = 32_768;
  private static final int PIECES = 16;

  private final ComputeEngine engine;
  private final List<Group> groups = new ArrayList<>();
  private final double[] squares;
  private final Arena arena = new Arena();
  private final Lane[] lanes;

  /** Pieces whose squares are added up together, each as its parts. */
  private record Group(List<List<Tensor>> pieces) {}

  /** What a thread works in. */
  private record Lane(
      ComputeEngine engine, Tensor sum, Tensor squares, Transfer transfer, float[] row) {}

  /**
   * Of a model's gradients.
   *
   * @param engine computes it
   * @param parameters of the model
   */
  public GradientNorm(ComputeEngine engine, Parameters parameters) {
    this.engine = engine;
    long elements = parameters.values().elements();
    for (long start = 0; start < elements; start += (long) PIECE * PIECES) {
      List<List<Tensor>> pieces = new ArrayList<>();
      long end = Math.min(elements, start + (long) PIECE * PIECES);
      for (long from = start; from < end; from += PIECE) {
        long first = from;
        long count = Math.min(PIECE, end - from);
        pieces.add(parameters.gradientParts().stream().map(p -> p.columns(first, count)).toList());
      }
      groups.add(new Group(pieces));
    }
    squares = new double[groups.size()];
    lanes =
        engine.lanes().stream()
            .map(
                lane ->
                    new Lane(
                        lane,
                        arena.vector(PIECE),
                        arena.vector(PIECE),
                        new Transfer(),
                        new float[PIECE]))
            .toArray(Lane[]::new);
  }

  /**
   * Computes the norm.
   *
   * @return the norm; not finite if a gradient is not
   */
  public double compute() {
    engine
        .workers()
        .run(
            groups.size(),
            (part, from, to) -> {
              for (int i = (int) from; i < to; i++) {
                squares[i] = squares(lanes[part], groups.get(i));
              }
            });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  private static double squares(Lane lane, Group group) {
    lane.engine().zero(lane.squares());
    for (List<Tensor> parts : group.pieces()) {
      Tensor piece = parts.get(0);
      long count = piece.elements();
      for (int i = 1; i < parts.size(); i++) {
        Tensor sum = first(lane.sum(), count);
        lane.engine().elementwise().add(piece, parts.get(i)).into(sum);
        piece = sum;
      }
      Tensor squares = first(lane.squares(), count);
      lane.engine().elementwise().multiply(piece, piece).accumulate().into(squares);
    }
    lane.transfer().read(lane.squares(), 0, lane.row(), PIECE);
    double sum = 0;
    for (float square : lane.row()) {
      sum += square;
    }
    return sum;
  }

  private static Tensor first(Tensor row, long count) {
    return count == PIECE ? row : row.columns(0, count);
  }

  @Override
  public void close() {
    arena.close();
  }
}
