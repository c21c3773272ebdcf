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
  private record View(long address, int rows, int columns, long rowStride, long columnStride) {
    static View of(Tensor matrix) {
      return new View(
          matrix.address(), matrix.rows(), matrix.columns(), matrix.stride(0), matrix.stride(1));
    }

    /** Which of its columns another matrix begins with, −1 if it does not lie within it. */
    long firstColumn(View other, int bytes) {
      long distance = (other.address - address) / bytes;
      boolean isAlike =
          rows == other.rows
              && rowStride == other.rowStride
              && columnStride == other.columnStride
              && distance >= 0
              && distance % columnStride == 0;
      long first = isAlike ? distance / columnStride : -1;
      return first + other.columns <= columns ? first : -1;
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
    View view = View.of(matrix);
    PackedMatrix present = matrices.get(view);
    if (present != null) {
      return present.packed();
    }
    Tensor columns = columnsOfAnother(engine, view, matrix.type());
    if (columns != null) {
      return columns;
    }
    PackedMatrix made = new PackedMatrix(engine, arena, matrix);
    matrices.put(view, made);
    return made.packed();
  }

  /** Columns of a matrix that is packed already are not packed again, if that can be helped. */
  private Tensor columnsOfAnother(ComputeEngine engine, View view, DataType type) {
    for (Map.Entry<View, PackedMatrix> each : matrices.entrySet()) {
      long first = each.getKey().firstColumn(view, type.bytes());
      if (first >= 0) {
        return each.getValue().columns(engine, first, view.columns());
      }
    }
    return null;
  }

  /**
   * Packs all matrices again.
   *
   * @param engine does it with all its threads
   */
  public void refresh(ComputeEngine engine) {
    List<ComputeEngine> engines = engine.threadEngines();
    if (known != matrices.size()) {
      pieces =
          matrices.values().stream()
              .flatMap(matrix -> matrix.pieces().stream())
              .sorted(Comparator.comparingLong(Piece::cost).reversed())
              .toList();
      known = matrices.size();
      engine.workers().each(engines.size(), i -> compile(engines.get(i)));
    }
    engine
        .workers()
        .share(pieces.size(), 1, (thread, i, end) -> pieces.get((int) i).pack(engines.get(thread)));
  }

  /** Every thread compiles every piece now, as each time another may pack it. */
  private void compile(ComputeEngine engine) {
    engine.compileOnly(() -> pieces.forEach(piece -> piece.pack(engine)));
  }

  @Override
  public void close() {
    matrices.values().forEach(PackedMatrix::close);
    matrices.clear();
  }
}
