package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Pass;

/**
 * BERT with a classifier of tokens into K classes. Its loss is the mean cross-entropy over labelled
 * tokens.
 */
public final class BertForTokenClassification extends BertWithDenseHead<TokenClassificationBatch> {
  private static final String LOSS = "token_classification";

  final Linear classifier = dense();

  /**
   * Makes the model.
   *
   * @param config of the model
   * @param labels K
   */
  public BertForTokenClassification(BertConfig config, int labels) {
    super(config, new Head("classifier", Output.TOKEN, labels, config.classifierDropoutProb()));
  }

  @Override
  public TokenClassificationBatch emptyBatch() {
    return new TokenClassificationBatch();
  }

  @Override
  List<Loss> loss(Pass pass, TokenClassificationBatch batch, Tensor logits) {
    CrossEntropy kernel = pass.engine().crossEntropy();
    int tokens = batch.sequences().tokens();
    int correct = kernel.countCorrect(logits, batch::label, tokens);
    double sum = kernel.loss(logits, batch::label, tokens);
    return List.of(new Loss(LOSS, 1, batch.labelled(), sum, correct));
  }

  @Override
  List<Loss> lossAndGradient(
      Pass pass, TokenClassificationBatch batch, MicroStep step, Tensor logits, Tensor dLogits) {
    CrossEntropy kernel = pass.engine().crossEntropy();
    int tokens = batch.sequences().tokens();
    int correct = step.countCorrect() ? kernel.countCorrect(logits, batch::label, tokens) : -1;
    double sum = kernel.gradient(logits, batch::label, tokens, step.factor(0), dLogits);
    return List.of(new Loss(LOSS, 1, batch.labelled(), sum, correct));
  }
}
