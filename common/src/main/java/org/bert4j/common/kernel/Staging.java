package org.bert4j.common.kernel;

/** Memory for one single-precision matrix at a time, as large as the largest so far. */
final class Staging implements AutoCloseable {
  private final Arena arena = new Arena();
  private Tensor memory;

  /** A dense matrix of any content, valid until the next call. */
  Tensor matrix(long rows, long columns) {
    if (memory == null || memory.elements() < rows * columns) {
      close();
      memory = arena.vector(rows * columns);
    }
    return memory.columns(0, rows * columns).reshape(rows, columns);
  }

  @Override
  public void close() {
    memory = null;
    arena.close();
  }
}
