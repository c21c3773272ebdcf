package org.bert4j.common.kernel;

import java.util.ArrayList;
import java.util.Locale;
import org.bytedeco.javacpp.Pointer;

/**
 * Owner of off-heap memory: everything it handed out is freed when it is closed, and must not be
 * used after that. Memory is zeroed and aligned to cache lines. The system's memory is the only
 * limit: JavaCPP's own allocations count against one that follows from the size of the Java heap.
 */
public final class Arena implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final ArrayList<Pointer> blocks = new ArrayList<>();
  private final boolean measuring;
  private long bytes;

  /**
   * Makes an arena that owns nothing yet.
   *
   * @throws IllegalArgumentException if native libraries cannot be unpacked or loaded here
   */
  public Arena() {
    this(false);
    JavaCppCache.load();
  }

  private Arena(boolean measuring) {
    this.measuring = measuring;
  }

  /**
   * Makes an arena that takes no memory and only counts what would be taken. What it hands out must
   * not be read or written.
   *
   * @return the arena
   */
  public static Arena measuring() {
    return new Arena(true);
  }

  /**
   * Allocates a zeroed matrix.
   *
   * @param type of its elements
   * @param rows number of rows, may be 0
   * @param columns number of columns
   * @return the dense matrix {@code [rows, columns]}
   * @throws OutOfMemoryError if the system refuses; the arena is as before
   */
  public Tensor matrix(DataType type, long rows, long columns) {
    long size = Math.multiplyExact(Math.multiplyExact(rows, columns), type.bytes());
    return Tensor.matrix(measuring ? count(size) : allocate(size), type, rows, columns);
  }

  /**
   * Allocates a zeroed vector.
   *
   * @param elements number of single-precision elements
   * @return the matrix {@code [1, elements]}
   * @throws OutOfMemoryError if the system refuses; the arena is as before
   */
  public Tensor vector(long elements) {
    return matrix(DataType.FP32, 1, elements);
  }

  /**
   * Allocates a matrix of constants.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @param values its elements in single precision, row by row
   * @return the dense matrix {@code [rows, columns]}
   * @throws OutOfMemoryError if the system refuses
   */
  public Tensor constants(long rows, long columns, float[] values) {
    Tensor matrix = matrix(DataType.FP32, rows, columns);
    if (!measuring) {
      Transfer.fromArray(values, matrix);
    }
    return matrix;
  }

  private long count(long size) {
    bytes += size + ALIGNMENT;
    return ALIGNMENT;
  }

  /** Allocates zeroed bytes and returns their address. */
  long allocate(long size) {
    blocks.ensureCapacity(blocks.size() + 1); // so that a block always gets its owner
    Pointer block = Pointer.malloc(Math.addExact(size, ALIGNMENT));
    if (block == null || block.isNull()) {
      throw new OutOfMemoryError(
          String.format(Locale.ROOT, "the system refuses %,d bytes of native memory", size));
    }
    blocks.add(block);
    bytes += size + ALIGNMENT;
    Pointer.memset(block, 0, size + ALIGNMENT);
    return (block.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /**
   * Memory owned at present.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  /** Frees the memory. The arena can be used again. */
  @Override
  public void close() {
    blocks.forEach(Pointer::free);
    blocks.clear();
    bytes = 0;
  }
}
