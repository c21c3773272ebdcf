package org.bert4j.common.model;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Pass;

/**
 * BERT with a head that has outputs for every token or every sequence, computed from the last
 * hidden states.
 *
 * @param <B> what it is trained on
 */
public abstract class BertWithHead<B extends Batch<B>> extends TrainableBert<B> {
  /** What a head has outputs for. */
  public enum Output {
    /** Every token. */
    TOKEN,
    /** Every sequence. */
    SEQUENCE
  }

  /**
   * Makes the encoder, which is declared before the head.
   *
   * @param config of the model
   * @param addPoolingLayer whether the head looks at the pooled state of sequences
   */
  BertWithHead(BertConfig config, boolean addPoolingLayer) {
    super(config, addPoolingLayer);
  }

  /**
   * What it has outputs for.
   *
   * @return tokens or sequences
   */
  public abstract Output output();

  /**
   * Number of outputs of each.
   *
   * @return K
   */
  public abstract int outputs();

  /**
   * Dropout of the head, apart from the encoder's.
   *
   * @return rate of its hidden states, 0 if there is none
   */
  double headDropout() {
    return 0;
  }

  @Override
  final MaskPool hiddenMasks(Capacity largest) {
    return new MaskPool(headDropout(), 1, (long) largest.rows() * bert.config().hiddenSize());
  }

  /**
   * The outputs.
   *
   * @param pass the pass
   * @param batch the tokens
   * @param hidden {@code [N, H]} last hidden states
   * @return {@code [N or a few spare rows more, K]} or {@code [B, K]} in single precision, valid
   *     until the next pass
   */
  abstract Tensor logits(Pass pass, TokenBatch batch, Tensor hidden);

  /**
   * The outputs of each sequence, for {@link DataParallel#evaluateSequences}.
   *
   * @param pass the pass
   * @param batch the tokens
   * @param hidden {@code [N, H]} last hidden states
   * @return {@code [S, K]} row by row, or {@code [K]}, of each
   */
  public final List<float[]> sequenceLogits(Pass pass, TokenBatch batch, Tensor hidden) {
    Tensor logits = logits(pass, batch, hidden);
    boolean ofTokens = output() == Output.TOKEN;
    List<float[]> ofSequences = new ArrayList<>(batch.sequences());
    for (int s = 0; s < batch.sequences(); s++) {
      Tensor rows = ofTokens ? logits.rows(batch.start(s), batch.length(s)) : logits.rows(s, 1);
      ofSequences.add(Transfer.toArray(rows));
    }
    return ofSequences;
  }
}
