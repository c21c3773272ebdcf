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
  private final Tensor shiftTensor;

  /**
   * What a row's loss is multiplied by, and how its target is spread.
   *
   * @param factor factor of each row's loss
   * @param smoothing share ε of the target that all classes get evenly (Szegedy et al., 2016), 0
   *     for none
   */
  public record Weighting(float factor, float smoothing) {}

  CrossEntropy(ComputeEngine engine, Arena arena) {
    this.engine = engine;
    factorTensor = arena.vector(1);
    shiftTensor = arena.vector(1);
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
    return gradient(logits, labels, rows, new Weighting(factor, 0), dLogits);
  }

  /**
   * Computes the loss and the gradient of the logits where the targets may be spread: with a
   * smoothing of ε, the gradient of a row is {@code factor (softmax(logits) − (1 − ε) onehot(label)
   * − ε / classes)}.
   *
   * @param logits {@code [rows or more, classes]} in single precision
   * @param labels of the rows
   * @param rows how many; the gradient of those after them is zero
   * @param weighting of the rows' losses
   * @param dLogits receives the gradient; may be the logits
   * @return sum of the rows' losses without smoothing, in nats; {@link #margins} times ε is missing
   */
  public double gradient(
      Tensor logits, EmbeddingTable.Indices labels, int rows, Weighting weighting, Tensor dLogits) {
    float factor = weighting.factor();
    float ofLabel = factor * (1 - weighting.smoothing());
    float shift = factor * weighting.smoothing() / logits.columns();
    Transfer.fill(factorTensor, factor);
    if (weighting.smoothing() == 0) {
      engine.softmax().forward(logits, factorTensor, dLogits);
    } else {
      Transfer.fill(shiftTensor, -shift);
      engine.softmax().forward(logits, factorTensor, shiftTensor, dLogits);
    }
    double lossSum = 0;
    for (int row = 0; row < rows; row++) {
      int label = labels.at(row);
      if (label < 0) {
        clear(dLogits, row);
        continue;
      }
      float probability = get(dLogits, row, label);
      lossSum += loss((probability + shift) / factor);
      put(dLogits, row, label, probability - ofLabel);
    }
    engine.zero(dLogits.rows(rows, dLogits.rows() - rows));
    return lossSum;
  }

  /**
   * What a smoothing of ε adds to the loss, over ε: how far the labels' logits lie above the mean
   * of their rows. Call it before the logits are overwritten.
   *
   * @param logits {@code [rows or more, classes]} in single precision
   * @param labels of the rows
   * @param rows how many
   * @return sum over the rows that have a label
   */
  public double margins(Tensor logits, EmbeddingTable.Indices labels, int rows) {
    double[] ofRows = new double[rows];
    engine
        .workers()
        .run(
            rows,
            (part, from, to) -> {
              Scan scan = new Scan(new Transfer(), chunks[part]);
              for (long row = from; row < to; row++) {
                int label = labels.at((int) row);
                ofRows[(int) row] = label < 0 ? 0 : margin(logits, row, label, scan);
              }
            });
    double sum = 0;
    for (double ofRow : ofRows) {
      sum += ofRow;
    }
    return sum;
  }

  private static double margin(Tensor logits, long row, int label, Scan scan) {
    int classes = logits.columns();
    float[] chunk = scan.chunk();
    double sum = 0;
    double ofLabel = 0;
    for (int start = 0; start < classes; start += CHUNK) {
      int count = Math.min(CHUNK, classes - start);
      scan.transfer().read(logits, row * classes + start, chunk, count);
      for (int i = 0; i < count; i++) {
        sum += chunk[i];
      }
      if (label >= start && label < start + count) {
        ofLabel = chunk[label - start];
      }
    }
    return ofLabel - sum / classes;
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
