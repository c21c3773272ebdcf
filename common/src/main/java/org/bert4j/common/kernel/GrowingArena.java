package org.bert4j.common.kernel;

import java.util.function.Consumer;

/**
 * Memory for the largest demand so far. Where it cannot grow nothing is left, and it says so: the
 * next demand, however small, allocates what it needs.
 *
 * @param <C> how a demand is measured
 */
public final class GrowingArena<C> implements AutoCloseable {
  private final Arena arena = new Arena();
  private final C none;
  private C capacity;

  /**
   * Makes room for nothing.
   *
   * @param none the capacity of nothing
   */
  public GrowingArena(C none) {
    this.none = none;
    capacity = none;
  }

  /**
   * What there is room for.
   *
   * @return the capacity that the last growth gave, that of nothing if it failed
   */
  public C capacity() {
    return capacity;
  }

  /**
   * Frees what there is and makes room anew.
   *
   * @param larger the new capacity
   * @param allocation allocates for it, in the arena that it receives
   * @throws OutOfMemoryError if the system refuses
   */
  public void grow(C larger, Consumer<Arena> allocation) {
    close();
    try {
      allocation.accept(arena);
      capacity = larger;
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    capacity = none;
    arena.close();
  }
}
