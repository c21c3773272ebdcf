package org.bert4j.common.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/**
 * Owner of off-heap memory: everything it handed out is freed when it is closed, and must not be
 * used after that. Memory is zeroed and aligned to cache lines.
 */
public final class Arena implements AutoCloseable {
  private static final long ALIGNMENT = 64;

  private final List<BytePointer> blocks = new ArrayList<>();
  private long bytes;

  /**
   * Makes an arena that owns nothing yet.
   *
   * @throws IllegalArgumentException if native libraries cannot be unpacked or loaded here
   */
  public Arena() {
    JavaCppCache.load();
  }

  /**
   * Allocates a zeroed matrix.
   *
   * @param type of its elements
   * @param rows number of rows, may be 0
   * @param columns number of columns
   * @return the dense matrix {@code [rows, columns]}
   * @throws OutOfMemoryError if the system refuses
   */
  public Tensor matrix(DataType type, long rows, long columns) {
    long size = Math.multiplyExact(Math.multiplyExact(rows, columns), type.bytes());
    BytePointer block = new BytePointer(size + ALIGNMENT);
    blocks.add(block);
    bytes += size + ALIGNMENT;
    BytePointer.memset(block, 0, size + ALIGNMENT);
    long address = (block.address() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return Tensor.matrix(address, type, rows, columns);
  }

  /**
   * Allocates a zeroed vector.
   *
   * @param elements number of single-precision elements
   * @return the matrix {@code [1, elements]}
   */
  public Tensor vector(long elements) {
    return matrix(DataType.FP32, 1, elements);
  }

  /**
   * Memory owned at present.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    blocks.forEach(BytePointer::close);
    blocks.clear();
    bytes = 0;
  }
}
