package org.bert4j.common.kernel;

import java.util.Arrays;
import org.bytedeco.javacpp.Pointer;

/**
 * Rows of a matrix looked up by index. Each row of the gradient is summed by one thread in the
 * order of the look-ups, so the sum does not depend on the number of threads.
 */
public final class EmbeddingTable {
  private final ComputeEngine engine;
  private final RowAdder[] adders;

  /** Indices to look up. */
  @FunctionalInterface
  public interface Indices {
    /**
     * An index.
     *
     * @param i which one
     * @return row of the table
     */
    int at(int i);
  }

  EmbeddingTable(ComputeEngine engine) {
    this.engine = engine;
    adders = new RowAdder[engine.workers().threads()];
    Arrays.setAll(adders, i -> new RowAdder());
  }

  /**
   * Copies a table's rows: {@code target[i] = table[indices(i)]}.
   *
   * @param table {@code [entries, columns]}
   * @param indices of the rows
   * @param count how many
   * @param target {@code [count or more, columns]} of the same type
   */
  public void copyRows(Tensor table, Indices indices, int count, Tensor target) {
    run(
        "gather rows",
        count,
        (part, from, to) -> {
          AddressPointer source = new AddressPointer();
          AddressPointer destination = new AddressPointer();
          long bytes = (long) table.columns() * table.type().bytes();
          for (int i = (int) from; i < to; i++) {
            Pointer.memcpy(
                destination.at(target.address() + i * bytes),
                source.at(table.address() + indices.at(i) * bytes),
                bytes);
          }
        });
  }

  /**
   * Adds rows to those of a table: {@code table[indices(i)] += source[i]}.
   *
   * @param source {@code [count or more, columns]}
   * @param indices of the rows
   * @param count how many
   * @param table {@code [entries, columns]}
   */
  public void scatterAdd(Tensor source, Indices indices, int count, Tensor table) {
    int threads = engine.workers().threads();
    run(
        "scatter rows",
        threads,
        (part, from, to) -> {
          for (int i = 0; i < count; i++) {
            int index = indices.at(i);
            if (index % threads == part) {
              adders[part].add(source, i, table, index);
            }
          }
        });
  }

  private void run(String name, int count, Workers.Part part) {
    engine.measured(name, 0, () -> engine.workers().run(count, part));
  }

  /** Adds one row to another. */
  private static final class RowAdder {
    private final Transfer transfer = new Transfer();
    private float[] row = new float[0];
    private float[] sum = new float[0];

    void add(Tensor source, long sourceRow, Tensor target, long targetRow) {
      int columns = source.columns();
      if (row.length < columns) {
        row = new float[columns];
        sum = new float[columns];
      }
      transfer.read(source, sourceRow * columns, row, columns);
      transfer.read(target, targetRow * columns, sum, columns);
      for (int column = 0; column < columns; column++) {
        sum[column] += row[column];
      }
      transfer.write(target, targetRow * columns, sum, columns);
    }
  }
}
