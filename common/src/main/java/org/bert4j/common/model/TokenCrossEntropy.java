package org.bert4j.common.model;

import org.bert4j.common.batch.TokenClassificationBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.model.BertForTokenClassification.Normalizers;

/** Cross-entropy over the classes of each labelled token. */
final class TokenCrossEntropy
    implements TokenLoss<TokenClassificationBatch, Normalizers, TokenClassificationLosses> {
  private final CrossEntropy crossEntropy;
  private final Arena constants = new Arena();
  private final Tensor factor = constants.vector(1);

  TokenCrossEntropy(ComputeEngine engine) {
    crossEntropy = new CrossEntropy(engine);
  }

  @Override
  public TokenClassificationLosses none() {
    return TokenClassificationLosses.NONE;
  }

  @Override
  public TokenClassificationLosses loss(TokenClassificationBatch batch, Tensor logits) {
    int tokens = batch.sequences().tokens();
    crossEntropy.countCorrect(logits, batch::label, tokens);
    crossEntropy.loss(logits, batch::label, tokens);
    return losses(batch, crossEntropy.correct());
  }

  @Override
  public TokenClassificationLosses gradient(
      TokenClassificationBatch batch, Step<Normalizers> step, Tensor logits, Tensor dLogits) {
    int tokens = batch.sequences().tokens();
    if (step.countCorrect()) {
      crossEntropy.countCorrect(logits, batch::label, tokens);
    }
    long labelled = step.normalizers().labelled();
    new Transfer().write(factor, 0, new float[] {labelled == 0 ? 0 : 1f / labelled}, 1);
    crossEntropy.gradient(logits, batch::label, tokens, factor, dLogits);
    return losses(batch, step.countCorrect() ? crossEntropy.correct() : -1);
  }

  private TokenClassificationLosses losses(TokenClassificationBatch batch, int correct) {
    return new TokenClassificationLosses(
        batch.sequences().sequences(),
        batch.sequences().tokens(),
        batch.labelled(),
        crossEntropy.lossSum(),
        correct);
  }

  @Override
  public void close() {
    constants.close();
  }
}
