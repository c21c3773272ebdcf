package org.bert4j.common.kernel;

/**
 * A weight W rounded to integers of 8 bits, {@code round(127 w / max |w|)} with the largest of each
 * output, to be the right operand of {@code x Wᵀ}. It is used thus: {@code (q W' + shift) scale},
 * where q are rows of {@link Quantization} and {@code shift} takes their offset away.
 */
public final class QuantizedMatrix implements AutoCloseable {
  private static final int LARGEST = 127;

  private final Tensor weight;
  private final Tensor integers;
  private final PackedMatrix packed;
  private final Tensor shift;
  private final Tensor scale;

  /**
   * What a product takes.
   *
   * @param packed {@code [in, out]} integers
   * @param shift {@code [1, out]} to be added to the product of integers
   * @param scale {@code [1, out]} what it is then to be multiplied by
   */
  public record Operand(Tensor packed, Tensor shift, Tensor scale) {}

  /**
   * Rounds a weight.
   *
   * @param engine packs it
   * @param arena owns the integers
   * @param weight {@code [out, in]} in single precision, dense
   */
  QuantizedMatrix(ComputeEngine engine, Arena arena, Tensor weight) {
    this.weight = weight;
    integers = arena.matrix(DataType.INT8, weight.rows(), weight.columns());
    shift = arena.matrix(DataType.FP32, 1, weight.rows());
    scale = arena.matrix(DataType.FP32, 1, weight.rows());
    round();
    packed = new PackedMatrix(engine, arena, integers.transpose());
  }

  private void round() {
    int rows = weight.rows();
    int columns = weight.columns();
    float[] shifts = new float[rows];
    float[] scales = new float[rows];
    float[] row = new float[columns];
    byte[] rounded = new byte[columns];
    Transfer transfer = new Transfer();
    BytesPointer target = new BytesPointer();
    for (int i = 0; i < rows; i++) {
      transfer.read(weight, (long) i * columns, row, columns);
      float most = 0;
      for (float value : row) {
        most = Math.max(most, Math.abs(value));
      }
      scales[i] = most / LARGEST;
      float factor = most == 0 ? 0 : LARGEST / most;
      int sum = 0;
      for (int j = 0; j < columns; j++) {
        rounded[j] = (byte) Math.rint(row[j] * factor);
        sum += rounded[j];
      }
      shifts[i] = -(float) Quantization.ZERO * sum;
      target.at(integers.address() + (long) i * columns).put(rounded, 0, columns);
    }
    transfer.write(shift, 0, shifts, rows);
    transfer.write(scale, 0, scales, rows);
  }

  /** Whether another matrix is some rows of the weight. */
  boolean holds(Tensor other) {
    return firstRow(other) >= 0;
  }

  private long firstRow(Tensor other) {
    long bytes = (long) weight.columns() * Float.BYTES;
    long distance = other.address() - weight.address();
    boolean within =
        other.columns() == weight.columns()
            && distance >= 0
            && distance % bytes == 0
            && distance / bytes + other.rows() <= weight.rows();
    return within ? distance / bytes : -1;
  }

  /**
   * What the product with some of the outputs takes.
   *
   * @param engine whose kernels are to take it
   * @param some rows of the weight, perhaps all
   * @return null where so few columns are packed in another way
   */
  Operand operand(ComputeEngine engine, Tensor some) {
    long first = firstRow(some);
    boolean isWhole = some.rows() == weight.rows();
    Tensor columns = isWhole ? packed.packed() : packed.columns(engine, first, some.rows());
    return columns == null
        ? null
        : new Operand(
            columns, shift.columns(first, some.rows()), scale.columns(first, some.rows()));
  }

  /** Rounds the weight again, whose values have changed. */
  void refresh(ComputeEngine engine) {
    round();
    packed.refresh(engine);
  }

  @Override
  public void close() {
    packed.close();
  }
}
