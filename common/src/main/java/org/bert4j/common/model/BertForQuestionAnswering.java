package org.bert4j.common.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.bert4j.common.batch.QuestionAnsweringBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Pass;

/**
 * BERT for extractive question answering: every token has a logit for being the answer's start and
 * one for being its end (K = 2). The loss is the mean of both cross-entropies, each over the
 * positions of its sequence; the logits {@code [N, 2]} are few, so that works on arrays.
 */
public final class BertForQuestionAnswering extends BertWithDenseHead<QuestionAnsweringBatch> {
  private static final int OUTPUTS = 2;

  final Linear qaOutputs = dense();
  private final Transfer transfer = new Transfer();
  private float[] values = new float[0];

  /**
   * Makes the model.
   *
   * @param config of the model
   */
  public BertForQuestionAnswering(BertConfig config) {
    super(config, new Head("qa_outputs", Output.TOKEN, OUTPUTS, 0));
  }

  @Override
  public QuestionAnsweringBatch emptyBatch() {
    return new QuestionAnsweringBatch();
  }

  @Override
  List<Loss> loss(Pass pass, QuestionAnsweringBatch batch, Tensor logits) {
    read(batch, logits);
    return losses(batch, 0, 0);
  }

  @Override
  List<Loss> lossAndGradient(
      Pass pass, QuestionAnsweringBatch batch, MicroStep step, Tensor logits, Tensor dLogits) {
    read(batch, logits);
    List<Loss> losses = losses(batch, factor(step.targets().get(0)), factor(step.targets().get(1)));
    transfer.write(logits, 0, values, Math.toIntExact(logits.elements()));
    if (dLogits.type() != DataType.FP32) {
      pass.engine().elementwise().copy(logits, dLogits);
    }
    return losses;
  }

  /** Reads the tokens' logits; the spare rows' become zero. */
  private void read(QuestionAnsweringBatch batch, Tensor logits) {
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

  private List<Loss> losses(QuestionAnsweringBatch batch, double startFactor, double endFactor) {
    TokenBatch sequences = batch.sequences();
    double startLoss = column(sequences, 0, batch::start, startFactor);
    double endLoss = column(sequences, 1, batch::end, endFactor);
    return List.of(
        new Loss("start", 0.5, batch.countedStarts(), startLoss, -1),
        new Loss("end", 0.5, batch.countedEnds(), endLoss, -1));
  }

  /** Replaces a column's logits by their gradient and returns the sum of its losses. */
  private double column(TokenBatch sequences, int column, IntUnaryOperator target, double factor) {
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
}
