package org.bert4j.common.kernel;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cross-entropy of logits against labels and its gradient, {@code factor (softmax(logits) −
 * onehot(label))}, in one softmax over the logits.
 *
 * <p>The loss is read from the probabilities; a probability that underflows counts as the smallest
 * normal number, so a loss never exceeds 87.4 per row unless a logit is not finite. A row whose
 * label is negative does not count and has no gradient.
 */
public final class CrossEntropy {
  private static final int CHUNK = 4096;

  private final ComputeEngine engine;
  private final AddressPointer single = new AddressPointer();
  private final HalfPointer half = new HalfPointer();
  private final float[][] chunks;
  private final Tensor factorTensor;

  CrossEntropy(ComputeEngine engine, Arena arena) {
    this.engine = engine;
    factorTensor = arena.vector(1);
    this.chunks = new float[engine.workers().threads()][CHUNK];
  }

  /**
   * Counts the rows whose largest logit is the label's; call it before the logits are overwritten.
   *
   * @param logits {@code [rows or more, classes]} in single precision
   * @param labels of the rows
   * @param rows how many
   * @return their number
   */
  public int countCorrect(Tensor logits, EmbeddingTable.Indices labels, int rows) {
    AtomicInteger count = new AtomicInteger();
    engine
        .workers()
        .run(
            rows,
            (part, from, to) -> {
              Transfer transfer = new Transfer();
              int found = 0;
              for (long row = from; row < to; row++) {
                int label = labels.at((int) row);
                if (label >= 0 && isLargest(logits, row, label, new Scan(transfer, chunks[part]))) {
                  found++;
                }
              }
              count.addAndGet(found);
            });
    return count.get();
  }

  /** Where a row is read into. */
  private record Scan(Transfer transfer, float[] chunk) {}

  private static boolean isLargest(Tensor logits, long row, int label, Scan scan) {
    int classes = logits.columns();
    float[] chunk = scan.chunk();
    scan.transfer().read(logits, row * classes + label, chunk, 1);
    float target = chunk[0];
    for (int start = 0; start < classes; start += CHUNK) {
      int count = Math.min(CHUNK, classes - start);
      scan.transfer().read(logits, row * classes + start, chunk, count);
      float largest = Float.NEGATIVE_INFINITY;
      for (int i = 0; i < count; i++) {
        largest = Math.max(largest, chunk[i]);
      }
      if (!(largest <= target)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Computes the loss only.
   *
   * @param logits {@code [rows or more, classes]}, overwritten with their softmax
   * @param labels of the rows
   * @param rows how many
   * @return sum of the rows' losses, in nats
   */
  public double loss(Tensor logits, EmbeddingTable.Indices labels, int rows) {
    engine.softmax().forward(logits, logits);
    double lossSum = 0;
    for (int row = 0; row < rows; row++) {
      int label = labels.at(row);
      lossSum += label < 0 ? 0 : loss(get(logits, row, label));
    }
    return lossSum;
  }

  /**
   * Computes the loss and the gradient of the logits.
   *
   * @param logits {@code [rows or more, classes]} in single precision
   * @param labels of the rows
   * @param rows how many; the gradient of those after them is zero
   * @param factor factor of each row's loss
   * @param dLogits receives the gradient; may be the logits
   * @return sum of the rows' losses, in nats
   */
  public double gradient(
      Tensor logits, EmbeddingTable.Indices labels, int rows, float factor, Tensor dLogits) {
    Transfer.fill(factorTensor, factor);
    engine.softmax().forward(logits, factorTensor, dLogits);
    double lossSum = 0;
    for (int row = 0; row < rows; row++) {
      int label = labels.at(row);
      if (label < 0) {
        clear(dLogits, row);
        continue;
      }
      float probability = get(dLogits, row, label);
      lossSum += loss(probability / factor);
      put(dLogits, row, label, probability - factor);
    }
    engine.zero(dLogits.rows(rows, dLogits.rows() - rows));
    return lossSum;
  }

  private static double loss(double probability) {
    return Double.isNaN(probability)
        ? Double.NaN
        : -Math.log(Math.max(probability, Float.MIN_NORMAL));
  }

  private float get(Tensor matrix, long row, int column) {
    long index = row * matrix.columns() + column;
    if (matrix.type() == DataType.FP32) {
      return single.at(matrix.address()).get(index);
    }
    return HalfPointer.widen(half.at(matrix.address()).get(index));
  }

  private void put(Tensor matrix, long row, int column, float value) {
    long index = row * matrix.columns() + column;
    if (matrix.type() == DataType.FP32) {
      single.at(matrix.address()).put(index, value);
    } else {
      half.at(matrix.address()).put(index, HalfPointer.round(value));
    }
  }

  private void clear(Tensor matrix, long row) {
    for (int column = 0; column < matrix.columns(); column++) {
      put(matrix, row, column, 0);
    }
  }
}
