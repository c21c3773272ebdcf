package org.bert4j.common.kernel;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.kernel.PackedMatrix.Piece;

/** The packed matrices of a model; all threads share the work of packing them again. */
public final class PackedMatrices implements AutoCloseable {
  private final Arena arena;
  private final Map<View, PackedMatrix> matrices = new LinkedHashMap<>();
  private List<Piece> pieces = List.of();
  private int known;

  /** A matrix in memory that is freed after this at the earliest, so that its address tells it. */
  private record View(long address, int rows, int columns, long rowStride) {
    static View of(Tensor matrix) {
      return new View(matrix.address(), matrix.rows(), matrix.columns(), matrix.stride(0));
    }
  }

  /**
   * None so far.
   *
   * @param arena owns the copies, and the matrices or is closed before what does
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
        .computeIfAbsent(View.of(matrix), unused -> new PackedMatrix(engine, arena, matrix))
        .packed();
  }

  /**
   * Packs all matrices again.
   *
   * @param engine does it with all its threads
   */
  public void refresh(ComputeEngine engine) {
    List<ComputeEngine> lanes = engine.lanes();
    if (known != matrices.size()) {
      pieces =
          matrices.values().stream()
              .flatMap(matrix -> matrix.pieces().stream())
              .sorted(Comparator.comparingLong(Piece::cost).reversed())
              .toList();
      known = matrices.size();
      engine.workers().each(lanes.size(), lane -> compile(lanes.get(lane)));
    }
    engine
        .workers()
        .share(pieces.size(), 1, (lane, i, end) -> pieces.get((int) i).pack(lanes.get(lane)));
  }

  /** Every thread compiles every piece now, as each time another may pack it. */
  private void compile(ComputeEngine lane) {
    lane.compileOnly(() -> pieces.forEach(piece -> piece.pack(lane)));
  }

  @Override
  public void close() {
    matrices.values().forEach(PackedMatrix::close);
    matrices.clear();
  }
}
