package org.bert4j.common.model;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Pass;

/** One state a sequence: {@code tanh(dense(h₀))} of the hidden state of its first token. */
public final class Pooler extends Layer {
  final Linear dense;
  private Tensor first;
  private Tensor prePooled;
  private Tensor pooled;
  private Tensor dFirst;

  Pooler(int hiddenSize) {
    dense = part("dense", new Linear(hiddenSize, hiddenSize));
  }

  @Override
  public void reserve(Activations memory) {
    int sequences = memory.capacity().sequences();
    int hiddenSize = dense.outputSize();
    DataType type = memory.computeType();
    first = memory.matrix(type, sequences, hiddenSize);
    prePooled = memory.matrix(type, sequences, hiddenSize);
    pooled = memory.matrix(type, sequences, hiddenSize);
    if (memory.isForBackward()) {
      dFirst = memory.matrix(DataType.FP32, sequences, hiddenSize);
    }
  }

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param hidden {@code [N, H]} last hidden states
   * @param batch the sequences
   * @return {@code [B, H]}
   */
  public Tensor forward(Pass pass, Tensor hidden, TokenBatch batch) {
    int count = batch.sequences();
    pass.engine().embeddingTable().copyRows(hidden, batch::start, count, first);
    dense.forward(pass, first.rows(0, count)).into(prePooled.rows(0, count));
    Tensor y = pooled.rows(0, count);
    pass.engine().elementwise().forward(Function.TANH, prePooled.rows(0, count), y);
    return y;
  }

  /**
   * The gradients of the parameters and of the hidden states.
   *
   * @param pass the pass
   * @param dPooled {@code [B, H]} gradient of the result, overwritten
   * @param batch the sequences
   * @param dHidden {@code [N, H]}, added to
   */
  public void backward(Pass pass, Tensor dPooled, TokenBatch batch, Tensor dHidden) {
    int count = batch.sequences();
    pass.engine().elementwise().backward(Function.TANH, prePooled.rows(0, count), dPooled, dPooled);
    dense.gradients(pass, first.rows(0, count), dPooled);
    dense.backward(pass, dPooled).into(dFirst.rows(0, count));
    pass.engine().embeddingTable().scatterAdd(dFirst, batch::start, count, dHidden);
  }
}
