package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Pass;

/**
 * BERT with a head whose loss is one of all sequences of a batch together, whichever replica has
 * computed their outputs: {@link DataParallel} gathers these before the loss and deals their
 * gradients out again.
 *
 * @param <B> what it is trained on
 */
public abstract class BertWithBatchLoss<B extends Batch<B>> extends BertWithHead<B> {
  /**
   * Makes the encoder.
   *
   * @param config of the model
   */
  BertWithBatchLoss(BertConfig config) {
    super(config, false);
  }

  @Override
  public final Output output() {
    return Output.SEQUENCE;
  }

  /**
   * The losses of a batch and the gradient of the outputs.
   *
   * @param batch the whole batch
   * @param outputs {@code [B, K]} row by row
   * @param step how to train on it, or null for the losses only
   * @param dOutputs receives {@code [B, K]}
   * @return one for each of the batch's targets
   */
  abstract List<Loss> losses(B batch, float[] outputs, MicroStep step, float[] dOutputs);

  /**
   * The gradients of the head's parameters and of the hidden states of the last forward pass.
   *
   * @param pass the pass
   * @param sequences its tokens
   * @param dOutputs {@code [B, K]} row by row
   * @param dHidden {@code [N, H]}, to be set
   */
  abstract void backward(Pass pass, TokenBatch sequences, float[] dOutputs, Tensor dHidden);

  /** Outputs as an array. */
  final float[] outputs(Pass pass, TokenBatch sequences, Tensor hidden) {
    return Transfer.toArray(logits(pass, sequences, hidden).rows(0, sequences.sequences()));
  }

  @Override
  final List<Loss> losses(Pass pass, B batch, Tensor hidden) {
    float[] outputs = outputs(pass, batch.sequences(), hidden);
    return losses(batch, outputs, null, new float[outputs.length]);
  }

  @Override
  final List<Loss> gradients(Pass pass, B batch, MicroStep step, Tensor hidden, Tensor dHidden) {
    float[] outputs = outputs(pass, batch.sequences(), hidden);
    float[] dOutputs = new float[outputs.length];
    List<Loss> losses = losses(batch, outputs, step, dOutputs);
    backward(pass, batch.sequences(), dOutputs, dHidden);
    return losses;
  }
}
