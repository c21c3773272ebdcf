package org.bert4j.common.model;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.bert4j.common.batch.QuestionAnsweringBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.model.BertForQuestionAnswering.Normalizers;

/**
 * Cross-entropies of an answer's start and end, each over the positions of its sequence. The logits
 * {@code [N, 2]} are few, so this works on arrays.
 */
final class SpanCrossEntropy
    implements TokenLoss<QuestionAnsweringBatch, Normalizers, QuestionAnsweringLosses> {
  private static final int OUTPUTS = 2;

  private final ComputeEngine engine;
  private final Transfer transfer = new Transfer();
  private float[] values = new float[0];
  private QuestionAnsweringBatch batch;

  SpanCrossEntropy(ComputeEngine engine) {
    this.engine = engine;
  }

  @Override
  public QuestionAnsweringLosses none() {
    return QuestionAnsweringLosses.NONE;
  }

  @Override
  public QuestionAnsweringLosses loss(QuestionAnsweringBatch newBatch, Tensor logits) {
    read(newBatch, logits);
    return losses(0, 0);
  }

  @Override
  public QuestionAnsweringLosses gradient(
      QuestionAnsweringBatch newBatch, Step<Normalizers> step, Tensor logits, Tensor dLogits) {
    read(newBatch, logits);
    QuestionAnsweringLosses losses =
        losses(factor(step.normalizers().starts()), factor(step.normalizers().ends()));
    transfer.write(logits, 0, values, Math.toIntExact(logits.elements()));
    if (dLogits.type() != DataType.FP32) {
      engine.elementwise().copy(logits, dLogits);
    }
    return losses;
  }

  /** Reads the tokens' logits; the spare rows' become zero. */
  private void read(QuestionAnsweringBatch newBatch, Tensor logits) {
    batch = newBatch;
    int size = Math.toIntExact(logits.elements());
    if (values.length < size) {
      values = new float[size];
    }
    int used = OUTPUTS * batch.sequences().tokens();
    transfer.read(logits, 0, values, used);
    Arrays.fill(values, used, size, 0);
  }

  /** Each is half of the loss. */
  private static double factor(long count) {
    return count == 0 ? 0 : 1.0 / (OUTPUTS * count);
  }

  private QuestionAnsweringLosses losses(double startFactor, double endFactor) {
    double startLoss = column(0, batch::start, startFactor);
    double endLoss = column(1, batch::end, endFactor);
    return new QuestionAnsweringLosses(
        batch.sequences().sequences(),
        batch.sequences().tokens(),
        batch.countedStarts(),
        startLoss,
        batch.countedEnds(),
        endLoss);
  }

  /** Replaces a column's logits by their gradient and returns the sum of its losses. */
  private double column(int column, IntUnaryOperator target, double factor) {
    TokenBatch sequences = batch.sequences();
    double sum = 0;
    for (int s = 0; s < sequences.sequences(); s++) {
      int position = target.applyAsInt(s);
      int length = sequences.length(s);
      boolean counts = position >= 0 && position < length;
      int first = OUTPUTS * sequences.start(s) + column;
      double loss = softmax(first, length, counts ? position : 0, counts ? factor : 0);
      sum += counts ? loss : 0;
    }
    return sum;
  }

  /** Replaces logits by {@code factor (softmax − onehot(label))} and returns the loss. */
  private double softmax(int first, int length, int label, double factor) {
    int end = first + OUTPUTS * length;
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = first; i < end; i += OUTPUTS) {
      largest = Math.max(largest, values[i]);
    }
    double sum = 0;
    for (int i = first; i < end; i += OUTPUTS) {
      sum += Math.exp(values[i] - largest);
    }
    double logOfSum = largest + Math.log(sum);
    int target = first + OUTPUTS * label;
    double loss = logOfSum - values[target];
    for (int i = first; i < end; i += OUTPUTS) {
      double probability = Math.exp(values[i] - logOfSum);
      values[i] = (float) (factor * (probability - (i == target ? 1 : 0)));
    }
    return loss;
  }

  @Override
  public void close() {
    // Owns nothing off-heap.
  }
}
