package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations.Keep;

/**
 * Attention probabilities of one sequence, head by head.
 *
 * @param probabilities {@code [A, P, P]}, row by row
 * @param bucket P, the sequence's length rounded up
 */
record Attentions(float[] probabilities, int bucket) {
  /** Of the first layer. */
  static Attentions ofLayer0(
      DataParallel<BertForPreTraining, PretrainingBatch> model, TokenBatch sequence) {
    return model.evaluate(
        sequence,
        Keep.ATTENTIONS,
        (bert, pass, hidden) -> {
          Tensor found = bert.bert().encoder.layers().get(0).selfAttention().probabilities(0);
          return new Attentions(Transfer.toArray(found), found.columns());
        });
  }
}
