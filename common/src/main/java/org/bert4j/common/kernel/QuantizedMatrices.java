package org.bert4j.common.kernel;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.kernel.QuantizedMatrix.Operand;

/** The weights of a model that are rounded to integers of 8 bits. */
public final class QuantizedMatrices implements AutoCloseable {
  private final Arena arena;
  private final List<QuantizedMatrix> matrices = new ArrayList<>();

  /**
   * None so far.
   *
   * @param arena owns the integers, and the weights or is closed before what does
   */
  public QuantizedMatrices(Arena arena) {
    this.arena = arena;
  }

  /**
   * A weight, rounded at the first call; several threads may ask.
   *
   * @param engine packs it
   * @param weight {@code [out, in]} in single precision, or some of its rows
   * @return what the product with it takes
   */
  public synchronized Operand of(ComputeEngine engine, Tensor weight) {
    for (QuantizedMatrix each : matrices) {
      Operand operand = each.holds(weight) ? each.operand(engine, weight) : null;
      if (operand != null) {
        return operand;
      }
    }
    QuantizedMatrix made = new QuantizedMatrix(engine, arena, weight);
    matrices.add(made);
    return made.operand(engine, weight);
  }

  /**
   * Rounds all weights again.
   *
   * @param engine does it
   */
  public synchronized void refresh(ComputeEngine engine) {
    matrices.forEach(each -> each.refresh(engine));
  }

  @Override
  public void close() {
    matrices.forEach(QuantizedMatrix::close);
    matrices.clear();
  }
}
