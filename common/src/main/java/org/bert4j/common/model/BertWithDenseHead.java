package org.bert4j.common.model;

import java.util.List;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Dropout;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Pass;

/**
 * BERT with dropout and a dense layer: over the last hidden state of every token, or over the
 * pooled state of every sequence. A head of this kind says what its layer is named and what its
 * loss is.
 *
 * @param <B> what it is trained on
 */
public abstract class BertWithDenseHead<B extends Batch<B>> extends BertWithHead<B> {
  private final Linear dense;
  private final Output output;
  private final double dropoutRate;
  private final Dropout dropout;
  private Tensor dropped;
  private Tensor input;
  private Tensor logits;
  private Tensor dLogits;
  private Tensor dPooled;

  /**
   * What a head is.
   *
   * @param name of its dense layer in a checkpoint
   * @param output what it has outputs for
   * @param outputs K
   * @param dropoutRate of the dense layer's input
   */
  record Head(String name, Output output, int outputs, double dropoutRate) {}

  /**
   * Makes the encoder and the head.
   *
   * @param config of the model
   * @param head what the head is
   */
  BertWithDenseHead(BertConfig config, Head head) {
    super(config, head.output() == Output.SEQUENCE);
    dense = part(head.name(), new Linear(config.hiddenSize(), head.outputs()));
    output = head.output();
    dropoutRate = head.dropoutRate();
    dropout = new Dropout((float) dropoutRate);
  }

  /** The dense layer, to be a field of the name that it has. */
  final Linear dense() {
    return dense;
  }

  @Override
  public final Output output() {
    return output;
  }

  @Override
  public final int outputs() {
    return dense.outputSize();
  }

  @Override
  final double headDropout() {
    return dropoutRate;
  }

  @Override
  public void reserve(Activations memory) {
    super.reserve(memory);
    int rows = output == Output.TOKEN ? memory.capacity().rows() : memory.capacity().sequences();
    int hiddenSize = bert.config().hiddenSize();
    DataType type = memory.computeType();
    logits = memory.matrix(DataType.FP32, rows, outputs());
    if (memory.isForBackward()) {
      dLogits = type == DataType.FP32 ? logits : memory.matrix(type, rows, outputs());
      dropped = memory.matrix(type, dropout.isPossible() ? rows : 0, hiddenSize);
      dPooled = memory.matrix(type, output == Output.SEQUENCE ? rows : 0, hiddenSize);
    }
  }

  @Override
  final Tensor logits(Pass pass, TokenBatch batch, Tensor hidden) {
    int hiddenSize = hidden.columns();
    input = hidden;
    if (output == Output.SEQUENCE) {
      input = bert.pooler.forward(pass, hidden, batch);
      dropout.drawSequences(pass, hiddenSize);
    } else {
      dropout.drawRows(pass, hiddenSize);
    }
    if (dropout.isOn()) {
      Tensor states = input;
      input = dropped.rows(0, states.rows());
      dropout.apply(pass, states, input);
    }
    Tensor result = logits.rows(0, input.rows());
    dense.forward(pass, input).into(result);
    return result;
  }

  /**
   * The losses of a batch.
   *
   * @param pass the pass
   * @param batch the batch
   * @param outputs {@code [N or a few spare rows more, K]} or {@code [B, K]}, overwritten
   * @return one for each of the batch's targets
   */
  abstract List<Loss> loss(Pass pass, B batch, Tensor outputs);

  /**
   * The losses of a batch and the gradient of the outputs.
   *
   * @param pass the pass
   * @param batch the batch
   * @param step how to train on it
   * @param outputs {@code [N and spare rows, K]} or {@code [B, K]}, overwritten
   * @param dOutputs receives the gradient, zero in spare rows; may be the outputs
   * @return one for each of the batch's targets
   */
  abstract List<Loss> lossAndGradient(
      Pass pass, B batch, MicroStep step, Tensor outputs, Tensor dOutputs);

  @Override
  final List<Loss> losses(Pass pass, B batch, Tensor hidden) {
    return loss(pass, batch, logits(pass, batch.sequences(), hidden));
  }

  @Override
  final List<Loss> gradients(Pass pass, B batch, MicroStep step, Tensor hidden, Tensor dHidden) {
    Tensor result = logits(pass, batch.sequences(), hidden);
    Tensor gradient = dLogits.rows(0, result.rows());
    List<Loss> losses = lossAndGradient(pass, batch, step, result, gradient);
    dense.gradients(pass, input, gradient);
    if (output == Output.TOKEN) {
      dropout.apply(dense.backward(pass, gradient)).into(dHidden);
    } else {
      pass.engine().zero(dHidden);
      Tensor dStates = dPooled.rows(0, gradient.rows());
      dropout.apply(dense.backward(pass, gradient)).into(dStates);
      bert.pooler.backward(pass, dStates, batch.sequences(), dHidden);
    }
    return losses;
  }
}
