package org.bert4j.common.dl4j;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.BackwardScratch;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.MultiHeadAttention;
import org.bert4j.common.layer.Pass;

/** Attention in several heads, and the projection of their results. */
final class AttentionBlock extends Layer implements Block {
  private final int hiddenSize;
  private final MultiHeadAttention.Settings settings;
  private final MultiHeadAttention attention;
  private final Linear output;
  private BackwardScratch scratch;
  private Tensor result;
  private Tensor dResult;
  private Tensor states;
  private Tensor context;

  AttentionBlock(int hiddenSize, MultiHeadAttention.Settings settings) {
    this.hiddenSize = hiddenSize;
    this.settings = settings;
    attention = part("self", new MultiHeadAttention(hiddenSize, settings));
    output = part("output.dense", new Linear(hiddenSize, hiddenSize));
  }

  @Override
  public Layer layer() {
    return this;
  }

  @Override
  public int inputSize() {
    return hiddenSize;
  }

  @Override
  public int outputSize() {
    return hiddenSize;
  }

  @Override
  public Drops drops() {
    return new Drops(0, 0, settings.dropoutRate(), 1, settings.heads());
  }

  @Override
  public void reserve(Activations memory) {
    super.reserve(memory);
    int rows = memory.capacity().rows();
    result = memory.matrix(DataType.FP32, rows, hiddenSize);
    if (memory.isForBackward()) {
      dResult = memory.matrix(memory.computeType(), rows, hiddenSize);
      scratch =
          BackwardScratch.reserve(
              memory, new BackwardScratch.Sizes(hiddenSize, 0, settings.heads()));
    }
  }

  @Override
  public Tensor forward(Pass pass, TokenBatch batch, Tensor x) {
    states = x;
    context = attention.forward(pass, x);
    Tensor y = result.rows(0, x.rows());
    output.forward(pass, context).into(y);
    return y;
  }

  @Override
  public void backward(Pass pass, TokenBatch batch, Tensor dy) {
    Tensor gradient = dResult.rows(0, dy.rows());
    pass.engine().elementwise().copy(dy, gradient);
    output.gradients(pass, context, gradient);
    output.backward(pass, gradient).into(scratch.context().rows(0, dy.rows()));
    attention.backward(pass, states, scratch);
    attention.dStates(pass).into(dy);
  }
}
