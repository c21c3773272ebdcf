package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Pass;

/**
 * BERT with a classifier of sequences into K classes, over their pooled states. Its loss is the
 * mean cross-entropy over labelled sequences.
 */
public final class BertForSequenceClassification
    extends BertWithDenseHead<SequenceClassificationBatch> {
  private static final String LOSS = "sequence_classification";

  final Linear classifier = dense();

  /**
   * Makes the model.
   *
   * @param config of the model
   * @param labels K
   */
  public BertForSequenceClassification(BertConfig config, int labels) {
    super(config, new Head("classifier", Output.SEQUENCE, labels, config.classifierDropoutProb()));
  }

  @Override
  public SequenceClassificationBatch emptyBatch() {
    return new SequenceClassificationBatch();
  }

  @Override
  List<Loss> loss(Pass pass, SequenceClassificationBatch batch, Tensor logits) {
    CrossEntropy kernel = pass.engine().crossEntropy();
    int correct = kernel.countCorrect(logits, batch::label, logits.rows());
    double sum = kernel.loss(logits, batch::label, logits.rows());
    return List.of(new Loss(LOSS, 1, batch.labelled(), sum, correct));
  }

  @Override
  List<Loss> lossAndGradient(
      Pass pass, SequenceClassificationBatch batch, Step step, Tensor logits, Tensor dLogits) {
    CrossEntropy kernel = pass.engine().crossEntropy();
    int count = logits.rows();
    int correct = step.countCorrect() ? kernel.countCorrect(logits, batch::label, count) : -1;
    double sum = kernel.gradient(logits, batch::label, count, step.factor(0), dLogits);
    return List.of(new Loss(LOSS, 1, batch.labelled(), sum, correct));
  }
}
