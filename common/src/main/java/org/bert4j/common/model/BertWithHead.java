package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Pass;

/**
 * BERT with a head: what it computes from the last hidden states, and what it minimizes. All that
 * heads have in common, replicas, shards, evaluation and the training step, is {@link
 * DataParallel}'s.
 *
 * @param <B> what it is trained on
 */
public abstract class BertWithHead<B extends Batch<B>> extends Layer {
  final BertModel bert;

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
    bert = part("bert", new BertModel(config, addPoolingLayer));
  }

  /**
   * The encoder.
   *
   * @return the encoder
   */
  public final BertModel bert() {
    return bert;
  }

  /**
   * Makes a batch of the kind that it is trained on.
   *
   * @return an empty batch
   */
  public abstract B emptyBatch();

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

  /**
   * Whether the gradient of the word embeddings is set by the head, as by a decoder that is tied to
   * them, before the encoder adds to it.
   *
   * @return false if it has to be cleared
   */
  boolean setsWordGradient() {
    return false;
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
   * The losses of a batch.
   *
   * @param pass the pass
   * @param batch the batch
   * @param hidden {@code [N, H]} last hidden states
   * @return one for each of the batch's targets
   */
  abstract List<Loss> losses(Pass pass, B batch, Tensor hidden);

  /**
   * The losses of a batch, the gradients of the head's parameters and of the hidden states.
   *
   * @param pass the pass
   * @param batch the batch
   * @param step how to train on it
   * @param hidden {@code [N, H]} last hidden states
   * @param dHidden {@code [N, H]}, to be set
   * @return one for each of the batch's targets
   */
  abstract List<Loss> gradients(Pass pass, B batch, Step step, Tensor hidden, Tensor dHidden);
}
