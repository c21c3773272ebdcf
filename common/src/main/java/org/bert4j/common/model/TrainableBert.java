package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Capacity;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Pass;
import org.bert4j.common.layer.SequenceLayout;

/**
 * BERT's encoder with whatever is trained on top of it: a head that has outputs, {@link
 * BertWithHead}, or a decoder, {@link Seq2SeqTransformer}. Replicas, shards, evaluation and the
 * training step are the same for all of them, {@link DataParallel}'s.
 *
 * @param <B> what it is trained on
 */
public abstract class TrainableBert<B extends Batch<B>> extends Layer {
  final BertModel bert;

  /**
   * The dropout masks of one kind that a pass draws at most, beside the encoder's.
   *
   * @param rate of the dropout
   * @param masks how many
   * @param elements of all of them
   */
  record MaskPool(double rate, int masks, long elements) {
    /** No masks. */
    static final MaskPool NONE = new MaskPool(0, 0, 0);
  }

  /**
   * Makes the encoder, which is declared before what stands on it.
   *
   * @param config of the encoder
   * @param addPoolingLayer whether the pooled state of sequences is looked at
   */
  TrainableBert(BertConfig config, boolean addPoolingLayer) {
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
   * What a pass over a batch needs; called before each of them.
   *
   * @param layout where the encoder's sequences lie
   * @param batch the batch
   * @return what memory has to hold
   * @throws IllegalArgumentException if there is no place in the model for the batch's targets
   */
  Capacity needed(SequenceLayout layout, B batch) {
    return layout.needed(batch.predictions());
  }

  /**
   * What a pass over the largest batch needs.
   *
   * @param layout of the encoder
   * @param largest its size
   * @return what memory has to hold
   */
  Capacity needed(SequenceLayout layout, BatchShape largest) {
    return layout.needed(
        largest.sequences(), largest.length(), largest.sequences() * largest.predictions());
  }

  /**
   * Masks of hidden states, apart from the encoder's.
   *
   * @param largest batch
   * @return how many and how large
   */
  MaskPool hiddenMasks(Capacity largest) {
    return MaskPool.NONE;
  }

  /**
   * Masks of attention probabilities, apart from the encoder's.
   *
   * @param largest batch
   * @return how many and how large
   */
  MaskPool attentionMasks(Capacity largest) {
    return MaskPool.NONE;
  }

  /**
   * Whether the gradient of the encoder's word embeddings is set by what stands on it, as by a
   * decoder that is tied to them, before the encoder adds to it.
   *
   * @return false if it has to be cleared
   */
  boolean setsWordGradient() {
    return false;
  }

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
   * The losses of a batch, the gradients of all parameters but the encoder's, and of the hidden
   * states.
   *
   * @param pass the pass
   * @param batch the batch
   * @param step how to train on it
   * @param hidden {@code [N, H]} last hidden states
   * @param dHidden {@code [N, H]}, to be set
   * @return one for each of the batch's targets
   */
  abstract List<Loss> gradients(Pass pass, B batch, MicroStep step, Tensor hidden, Tensor dHidden);
}
