package org.bert4j.common.kernel;

import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_clone;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_submemory;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_permute_axes;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_weights_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_success;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * A copy of a matrix in the blocked layout that products want of their right operand. Without it
 * every product blocks the matrix by itself, which takes up to a sixth of its time.
 */
public final class PackedMatrix implements AutoCloseable {
  /** The layout is chosen for as many rows of the left operand; it suits any other number. */
  private static final int ROWS = 512;

  /** Of a transposed view, so many columns are packed at once: a multiple of any block. */
  private static final int PIECE = 8192;

  /** Packing a transposed view takes so many times as long. */
  private static final int TRANSPOSING = 3;

  private final Tensor memory;
  private final Tensor packed;
  private final List<Piece> pieces = new ArrayList<>();
  private final List<PackedLayout> layoutsOfColumns = new ArrayList<>();

  /**
   * A part of the matrix that is packed by itself, so that several threads can share the work.
   *
   * @param source as it is
   * @param target the same, packed
   * @param cost how long packing it takes, to be compared with other pieces
   */
  public record Piece(Tensor source, Tensor target, long cost) {
    /**
     * Packs it.
     *
     * @param engine does it
     */
    public void pack(ComputeEngine engine) {
      engine.elementwise().copy(source, target);
    }
  }

  /**
   * Packs a matrix.
   *
   * @param engine does it
   * @param arena owns the copy
   * @param matrix the matrix, {@code [k, n]}, or a transposed view of one
   */
  public PackedMatrix(ComputeEngine engine, Arena arena, Tensor matrix) {
    PackedLayout layout =
        new PackedLayout(describe(engine.handle(), matrix.type(), matrix.rows(), matrix.columns()));
    long bytes = dnnl_memory_desc_get_size(layout.descriptor());
    memory = arena.matrix(matrix.type(), 1, bytes / matrix.type().bytes());
    packed = matrix.packedInto(memory, layout);
    if (matrix.isDense()) {
      pieces.add(new Piece(matrix, packed, matrix.elements()));
    } else {
      addTransposed(matrix.transpose());
    }
    refresh(engine);
  }

  /** oneDNN packs a row-major matrix up to ten times as fast as a transposed view of it. */
  private void addTransposed(Tensor source) {
    dnnl_memory_desc whole = new dnnl_memory_desc();
    OneDnn.check(
        dnnl_memory_desc_permute_axes(whole, packed.layout().descriptor(), new int[] {1, 0}),
        "a transposed descriptor");
    for (long from = 0; from < source.rows(); from += PIECE) {
      Tensor part = source.rows(from, Math.min(PIECE, source.rows() - from));
      dnnl_memory_desc layout = new dnnl_memory_desc();
      OneDnn.check(
          dnnl_memory_desc_create_submemory(layout, whole, part.shape(), new long[] {from, 0}),
          "a descriptor of some rows");
      Tensor target = part.packedInto(memory, new PackedLayout(layout));
      pieces.add(new Piece(part, target, TRANSPOSING * part.elements()));
    }
    dnnl_memory_desc_destroy(whole);
  }

  private static dnnl_memory_desc describe(
      dnnl_engine engine, DataType type, long rows, long columns) {
    dnnl_memory_desc left = dense(type, ROWS, rows);
    dnnl_memory_desc right = new dnnl_memory_desc();
    OneDnn.check(
        dnnl_memory_desc_create_with_tag(
            right, 2, new long[] {rows, columns}, type.dnnlType(), dnnl_format_tag_any),
        "a descriptor of any layout");
    dnnl_memory_desc result = dense(type, ROWS, columns);
    dnnl_primitive_desc product = new dnnl_primitive_desc();
    OneDnn.check(
        dnnl_matmul_primitive_desc_create(product, engine, left, right, null, result, null),
        "a matrix product");
    dnnl_memory_desc layout = new dnnl_memory_desc();
    dnnl_memory_desc chosen = dnnl_primitive_desc_query_md(product, dnnl_query_weights_md, 0);
    OneDnn.check(dnnl_memory_desc_clone(layout, chosen), "a copy of a descriptor");
    dnnl_primitive_desc_destroy(product);
    dnnl_memory_desc_destroy(left);
    dnnl_memory_desc_destroy(right);
    dnnl_memory_desc_destroy(result);
    return layout;
  }

  private static dnnl_memory_desc dense(DataType type, long rows, long columns) {
    return OneDnn.describe(type, new long[] {rows, columns}, new long[] {columns, 1});
  }

  /**
   * Packs the matrix again; to be called whenever its values have changed.
   *
   * @param engine does it
   */
  public void refresh(ComputeEngine engine) {
    pieces.forEach(piece -> piece.pack(engine));
  }

  /**
   * What {@link #refresh} consists of.
   *
   * @return the pieces, in any order
   */
  List<Piece> pieces() {
    return pieces;
  }

  /**
   * The packed matrix, to be the right operand of a product.
   *
   * @return {@code [k, n]}
   */
  public Tensor packed() {
    return packed;
  }

  /**
   * Some columns of the packed matrix, in the same memory.
   *
   * @param engine whose kernels are to take them
   * @param from the first, a multiple of the count
   * @param count how many
   * @return {@code [k, count]}, packed; null where so few columns are packed in another way
   */
  Tensor columns(ComputeEngine engine, long from, long count) {
    long[] shape = {packed.rows(), count};
    PackedLayout layout =
        new PackedLayout(describe(engine.handle(), packed.type(), packed.rows(), count));
    boolean isAlike = isPackedLike(shape, layout);
    long elements = dnnl_memory_desc_get_size(layout.descriptor()) / packed.type().bytes();
    if (!isAlike || from % count != 0 || from / count * elements + elements > memory.columns()) {
      layout.close();
      return null;
    }
    layoutsOfColumns.add(layout);
    Tensor own = memory.columns(from / count * elements, elements);
    return own.packed(packed.rows(), count, layout);
  }

  /** Whether its first columns lie as they would by themselves; blocks are never cut. */
  private boolean isPackedLike(long[] shape, PackedLayout byThemselves) {
    dnnl_memory_desc part = new dnnl_memory_desc();
    dnnl_memory_desc whole = packed.layout().descriptor();
    if (dnnl_memory_desc_create_submemory(part, whole, shape, new long[2]) != dnnl_success) {
      return false;
    }
    boolean isAlike = dnnl_memory_desc_equal(part, byThemselves.descriptor()) != 0;
    dnnl_memory_desc_destroy(part);
    return isAlike;
  }

  @Override
  public void close() {
    layoutsOfColumns.forEach(PackedLayout::close);
    for (Piece piece : pieces) {
      if (piece.target() != packed) {
        piece.target().layout().close();
      }
    }
    packed.layout().close();
  }
}
