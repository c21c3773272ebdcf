package org.bert4j.common.model;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Pass;

/**
 * BERT with K outputs a sequence, a dense layer over its pooled state: logits of classes, or
 * numbers. What is minimized is the {@link ProblemType}'s loss; outputs {@code [B, K]} are few, so
 * that works on arrays.
 */
public final class BertForSequenceClassification
    extends BertWithDenseHead<SequenceClassificationBatch> {
  private static final String LOSS = "sequence_classification";

  final Linear classifier = dense();
  private final ProblemType problem;
  private final Transfer transfer = new Transfer();
  private float[] values = new float[0];

  /**
   * Makes the model.
   *
   * @param config of the model
   * @param labels K
   * @param problem what its outputs mean
   */
  public BertForSequenceClassification(BertConfig config, int labels, ProblemType problem) {
    super(config, new Head("classifier", Output.SEQUENCE, labels, config.classifierDropoutProb()));
    this.problem = Objects.requireNonNull(problem, "problem");
  }

  @Override
  public SequenceClassificationBatch emptyBatch() {
    return new SequenceClassificationBatch();
  }

  @Override
  List<Loss> loss(Pass pass, SequenceClassificationBatch batch, Tensor logits) {
    read(batch, logits);
    return losses(batch, 0);
  }

  @Override
  List<Loss> lossAndGradient(
      Pass pass, SequenceClassificationBatch batch, MicroStep step, Tensor logits, Tensor dLogits) {
    read(batch, logits);
    List<Loss> losses = losses(batch, step.factor(0));
    transfer.write(logits, 0, values, Math.toIntExact(logits.elements()));
    if (dLogits.type() != DataType.FP32) {
      pass.engine().elementwise().copy(logits, dLogits);
    }
    return losses;
  }

  /** Reads the sequences' outputs; spare rows become zero. */
  private void read(SequenceClassificationBatch batch, Tensor logits) {
    int size = Math.toIntExact(logits.elements());
    if (values.length < size) {
      values = new float[size];
    }
    int used = outputs() * batch.sequences().sequences();
    transfer.read(logits, 0, values, used);
    Arrays.fill(values, used, size, 0);
  }

  /** Replaces outputs by their gradient, {@code factor} times that of each loss. */
  private List<Loss> losses(SequenceClassificationBatch batch, double factor) {
    double sum = 0;
    int correct = 0;
    for (int s = 0; s < batch.sequences().sequences(); s++) {
      float[] targets = batch.targets(s);
      if (problem != ProblemType.SINGLE_LABEL_CLASSIFICATION) {
        sum += numbers(s * outputs(), targets, factor);
      } else if (batch.label(s) >= 0) {
        correct += isLargest(s * outputs(), batch.label(s)) ? 1 : 0;
        sum += softmax(s * outputs(), batch.label(s), batch.weight(s), factor);
      } else {
        Arrays.fill(values, s * outputs(), (s + 1) * outputs(), 0);
      }
    }
    boolean counted = problem == ProblemType.SINGLE_LABEL_CLASSIFICATION;
    return List.of(new Loss(LOSS, 1, batch.targets().get(0), sum, counted ? correct : -1));
  }

  private boolean isLargest(int first, int label) {
    for (int k = 0; k < outputs(); k++) {
      if (!(values[first + k] <= values[first + label])) {
        return false;
      }
    }
    return true;
  }

  private double softmax(int first, int label, double weight, double factor) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = first; i < first + outputs(); i++) {
      largest = Math.max(largest, values[i]);
    }
    double sum = 0;
    for (int i = first; i < first + outputs(); i++) {
      sum += Math.exp(values[i] - largest);
    }
    double logOfSum = largest + Math.log(sum);
    double loss = weight * (logOfSum - values[first + label]);
    for (int k = 0; k < outputs(); k++) {
      double probability = Math.exp(values[first + k] - logOfSum);
      values[first + k] = (float) (factor * weight * (probability - (k == label ? 1 : 0)));
    }
    return loss;
  }

  private double numbers(int first, float[] targets, double factor) {
    double sum = 0;
    for (int k = 0; k < outputs(); k++) {
      double x = values[first + k];
      double y = targets[k];
      if (problem == ProblemType.REGRESSION) {
        sum += (x - y) * (x - y);
        values[first + k] = (float) (factor * 2 * (x - y));
      } else {
        // max(x, 0) - x y + log(1 + exp(-|x|)) is -y log(sigmoid(x)) - (1 - y) log(sigmoid(-x)).
        sum += Math.max(x, 0) - x * y + Math.log1p(Math.exp(-Math.abs(x)));
        values[first + k] = (float) (factor * (1 / (1 + Math.exp(-x)) - y));
      }
    }
    return sum;
  }
}
