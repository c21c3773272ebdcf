package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.Pass;

/**
 * What is made of the hidden states of each sequence of a batch. It must not depend on what other
 * sequences are in the batch, so that those of several callers can be computed together; they are
 * if their uses are equal.
 *
 * @param <M> the model
 * @param <T> what comes of a sequence
 */
@FunctionalInterface
public interface SequenceUse<M, T> {
  /**
   * Makes it of some sequences.
   *
   * @param model the model, or one of its replicas
   * @param pass the pass
   * @param batch the sequences
   * @param hidden {@code [N or a few spare rows more, H]} last hidden states, valid until the next
   *     pass
   * @return what comes of each sequence, in their order
   */
  List<T> apply(M model, Pass pass, TokenBatch batch, Tensor hidden);

  /**
   * Rows that the head predicts at chosen positions.
   *
   * @param batch some sequences
   * @return their number, for which memory is reserved
   */
  default int predictions(TokenBatch batch) {
    return 0;
  }

  /**
   * What of a pass is to be there after it.
   *
   * @return what it needs
   */
  default Keep keep() {
    return Keep.LAST_STATE;
  }
}
