package org.bert4j.common.kernel;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * A view of off-heap memory with up to four dimensions and any strides. It owns nothing: the {@link
 * Arena} it came from must outlive it. Immutable, but for the view of a {@link MovingView}; a slice
 * is a new view of the same memory.
 */
public final class Tensor {
  private long address;
  private DataType type;
  private final long[] shape;
  private final long[] strides;
  private final PackedLayout layout;

  private Tensor(long address, DataType type, long[] shape, long[] strides) {
    this(address, type, shape, strides, null);
  }

  private Tensor(long address, DataType type, long[] shape, long[] strides, PackedLayout layout) {
    this.layout = layout;
    this.address = address;
    this.type = type;
    this.shape = shape;
    this.strides = strides;
  }

  /**
   * A dense row-major matrix at an address.
   *
   * @param address of its first element
   * @param type of its elements
   * @param rows number of rows
   * @param columns number of columns
   * @return the view {@code [rows, columns]}
   */
  static Tensor matrix(long address, DataType type, long rows, long columns) {
    return new Tensor(address, type, new long[] {rows, columns}, new long[] {columns, 1});
  }

  /**
   * A dense row-major matrix over memory that somebody else owns.
   *
   * @param address of its first element in single precision, aligned to 4 bytes
   * @param rows number of rows
   * @param columns number of columns
   * @return the view {@code [rows, columns]}, not to be used once that memory is freed
   */
  public static Tensor over(long address, long rows, long columns) {
    return matrix(address, DataType.FP32, rows, columns);
  }

  /**
   * A view of memory that somebody else owns, such as another library's array.
   *
   * @param address of its first element in single precision, aligned to 4 bytes
   * @param shape two to four sizes
   * @param strides elements from one to the next of each dimension
   * @return the view, not to be used once that memory is freed
   */
  public static Tensor over(long address, long[] shape, long[] strides) {
    return new Tensor(address, DataType.FP32, shape.clone(), strides.clone());
  }

  /** The matrix in memory of its own and a layout that only oneDNN knows. */
  Tensor packedInto(Tensor memory, PackedLayout newLayout) {
    return new Tensor(memory.address, memory.type, shape, new long[shape.length], newLayout);
  }

  /** A matrix of these sizes that lies in this memory in a layout that only oneDNN knows. */
  Tensor packed(long rows, long columns, PackedLayout newLayout) {
    return new Tensor(address, type, new long[] {rows, columns}, new long[2], newLayout);
  }

  /** The layout of a packed matrix, null where strides describe it. */
  PackedLayout layout() {
    return layout;
  }

  /**
   * Address of the first element.
   *
   * @return the address
   */
  public long address() {
    return address;
  }

  /**
   * Element type.
   *
   * @return the type
   */
  public DataType type() {
    return type;
  }

  /**
   * Number of dimensions.
   *
   * @return 2 to 4
   */
  public int rank() {
    return shape.length;
  }

  /**
   * Size of a dimension.
   *
   * @param dimension counted from 0
   * @return its size
   */
  public long size(int dimension) {
    return shape[dimension];
  }

  long stride(int dimension) {
    return strides[dimension];
  }

  long[] shape() {
    return shape;
  }

  long[] strides() {
    return strides;
  }

  /**
   * Rows of a matrix.
   *
   * @return size of the last but one dimension
   */
  public int rows() {
    return Math.toIntExact(shape[shape.length - 2]);
  }

  /**
   * Columns of a matrix.
   *
   * @return size of the last dimension
   */
  public int columns() {
    return Math.toIntExact(shape[shape.length - 1]);
  }

  /**
   * A view of the same sizes and strides that a {@link MovingView} moves; it lies over no memory.
   */
  Tensor movable() {
    return new Tensor(0, type, shape, strides);
  }

  /** Sizes and strides that lie over no memory. */
  static Tensor movable(long[] shape, long[] strides) {
    return new Tensor(0, DataType.FP32, shape.clone(), strides.clone());
  }

  /** Moves a movable view. */
  Tensor move(Tensor memory, long offset) {
    address = memory.address + offset * memory.type.bytes();
    type = memory.type;
    return this;
  }

  /**
   * Some consecutive rows of a matrix.
   *
   * @param from first row
   * @param count number of rows
   * @return the view {@code [count, columns]}
   */
  public Tensor rows(long from, long count) {
    Objects.checkFromIndexSize(from, count, shape[0]);
    if (count == shape[0]) {
      return this;
    }
    return new Tensor(
        address + from * strides[0] * type.bytes(), type, new long[] {count, shape[1]}, strides);
  }

  /**
   * Some consecutive columns of a matrix.
   *
   * @param from first column
   * @param count number of columns
   * @return the view {@code [rows, count]}
   */
  public Tensor columns(long from, long count) {
    Objects.checkFromIndexSize(from, count, shape[1]);
    if (count == shape[1]) {
      return this;
    }
    return new Tensor(
        address + from * strides[1] * type.bytes(), type, new long[] {shape[0], count}, strides);
  }

  /**
   * The same memory with the last two dimensions exchanged.
   *
   * @return the transposed view
   */
  public Tensor transpose() {
    int last = shape.length - 1;
    long[] newShape = shape.clone();
    long[] newStrides = strides.clone();
    newShape[last] = shape[last - 1];
    newShape[last - 1] = shape[last];
    newStrides[last] = strides[last - 1];
    newStrides[last - 1] = strides[last];
    return new Tensor(address, type, newShape, newStrides);
  }

  /**
   * A dense tensor's memory in another shape.
   *
   * @param newShape sizes with the same product
   * @return the dense view of that shape
   */
  public Tensor reshape(long... newShape) {
    if (!isDense() || product(newShape) != elements()) {
      throw new IllegalArgumentException(
          "cannot view " + this + " as " + Arrays.toString(newShape));
    }
    long[] newStrides = new long[newShape.length];
    long stride = 1;
    for (int i = newShape.length - 1; i >= 0; i--) {
      newStrides[i] = stride;
      stride *= newShape[i];
    }
    return new Tensor(address, type, newShape.clone(), newStrides);
  }

  /**
   * Number of elements.
   *
   * @return the product of all sizes
   */
  public long elements() {
    return product(shape);
  }

  /**
   * Whether the elements lie row by row without gaps.
   *
   * @return true if dense
   */
  public boolean isDense() {
    long stride = 1;
    for (int i = shape.length - 1; i >= 0; i--) {
      if (shape[i] != 1 && strides[i] != stride) {
        return false;
      }
      stride *= shape[i];
    }
    return true;
  }

  private static long product(long[] sizes) {
    long product = 1;
    for (long size : sizes) {
      product *= size;
    }
    return product;
  }

  /** Sizes and type, such as {@code bf16[4096x256]}; a transposed view is marked. */
  String shapeText() {
    String sizes = Arrays.toString(shape).replace(", ", "x");
    if (layout != null) {
      return type.name().toLowerCase(Locale.ROOT) + sizes + " packed";
    }
    boolean transposed = shape.length > 1 && strides[shape.length - 1] > strides[shape.length - 2];
    return type.name().toLowerCase(Locale.ROOT) + sizes + (transposed ? "T" : "");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%s%s with strides %s at %x",
        type,
        Arrays.toString(shape),
        Arrays.toString(strides),
        address);
  }
}
