package org.bert4j.common.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.kernel.PackedMatrix.Piece;

/** The packed matrices of a model; all threads share the work of packing them again. */
public final class PackedMatrices implements AutoCloseable {
  private final Arena arena;
  private final Map<String, PackedMatrix> matrices = new LinkedHashMap<>();
  private List<List<Piece>> shares = List.of();
  private int shared;

  /**
   * None so far.
   *
   * @param arena owns the copies
   */
  public PackedMatrices(Arena arena) {
    this.arena = arena;
  }

  /**
   * A matrix, packed at the first call; several threads may ask.
   *
   * @param engine packs it
   * @param matrix the matrix, {@code [k, n]}, or a transposed view of one
   * @return the matrix, packed
   */
  public synchronized Tensor of(ComputeEngine engine, Tensor matrix) {
    return matrices
        .computeIfAbsent(matrix.toString(), unused -> new PackedMatrix(engine, arena, matrix))
        .packed();
  }

  /**
   * Packs all matrices again.
   *
   * @param engine does it with all its threads
   */
  public void refresh(ComputeEngine engine) {
    List<ComputeEngine> lanes = engine.lanes();
    if (shares.size() != lanes.size() || shared != matrices.size()) {
      share(lanes.size());
    }
    engine
        .workers()
        .each(lanes.size(), lane -> shares.get(lane).forEach(piece -> piece.pack(lanes.get(lane))));
  }

  /** Gives each piece, the most expensive first, to the thread that has least to do. */
  private void share(int threads) {
    List<List<Piece>> dealt = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      dealt.add(new ArrayList<>());
    }
    long[] costs = new long[threads];
    matrices.values().stream()
        .flatMap(matrix -> matrix.pieces().stream())
        .sorted(Comparator.comparingLong(Piece::cost).reversed())
        .forEach(
            piece -> {
              int least = 0;
              for (int i = 1; i < threads; i++) {
                least = costs[i] < costs[least] ? i : least;
              }
              costs[least] += piece.cost();
              dealt.get(least).add(piece);
            });
    shares = dealt;
    shared = matrices.size();
  }

  @Override
  public void close() {
    matrices.values().forEach(PackedMatrix::close);
  }
}
