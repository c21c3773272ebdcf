package org.bert4j.common.kernel;

/**
 * A view of given sizes and strides that moves over memory: what is small and needed often makes no
 * garbage so.
 */
public final class MovingView {
  private final Tensor view;

  /**
   * Makes a window that lies over no memory yet.
   *
   * @param shape sizes, the outermost first
   * @param strides in elements
   */
  public MovingView(long[] shape, long[] strides) {
    this(Tensor.movable(shape, strides));
  }

  private MovingView(Tensor view) {
    this.view = view;
  }

  /**
   * A window of its own with the last two dimensions exchanged.
   *
   * @return the window
   */
  public MovingView transpose() {
    return new MovingView(view.transpose());
  }

  /**
   * A window of its own with the same sizes and strides.
   *
   * @return the window
   */
  public MovingView copy() {
    return new MovingView(view.movable());
  }

  /**
   * Moves.
   *
   * @param memory where to, and of which type
   * @param offset elements from the memory's first to the view's first
   * @return the view, valid until the window moves again
   */
  public Tensor over(Tensor memory, long offset) {
    return view.move(memory, offset);
  }
}
