package org.bert4j.common.model;

import java.util.Arrays;
import java.util.List;
import org.bert4j.common.batch.SentencePairBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Pass;

/**
 * BERT with a vector a sequence (K = H), pooled of its tokens' last hidden states, as
 * sentence-transformers has it. It has no parameters but the encoder's. Pooling is a few operations
 * an element, so that works on arrays.
 */
public final class BertForSentenceEmbedding extends BertWithBatchLoss<SentencePairBatch> {
  private static final String LOSS = "sentence_embedding";

  private final Pooling pooling;
  private final PairLoss loss;
  private final Transfer transfer = new Transfer();
  private Tensor states;
  private Tensor pooled;
  private float[] tokens = new float[0];
  private int[] largest = new int[0];

  /**
   * Makes the model.
   *
   * @param config of the model
   * @param pooling how vectors are made
   * @param loss what is minimized
   */
  public BertForSentenceEmbedding(BertConfig config, Pooling pooling, PairLoss loss) {
    super(config);
    this.pooling = pooling;
    this.loss = loss;
  }

  @Override
  public SentencePairBatch emptyBatch() {
    return new SentencePairBatch();
  }

  @Override
  public int outputs() {
    return bert.config().hiddenSize();
  }

  @Override
  public void reserve(Activations memory) {
    super.reserve(memory);
    boolean half = memory.computeType() != DataType.FP32;
    states = memory.matrix(DataType.FP32, half ? memory.capacity().rows() : 0, outputs());
    pooled = memory.matrix(DataType.FP32, memory.capacity().sequences(), outputs());
  }

  @Override
  Tensor logits(Pass pass, TokenBatch batch, Tensor hidden) {
    Tensor source = hidden;
    if (hidden.type() != DataType.FP32) {
      source = states.rows(0, hidden.rows());
      pass.engine().elementwise().copy(hidden, source);
    }
    int size = outputs();
    float[] vectors = new float[batch.sequences() * size];
    if (pooling == Pooling.MAX && largest.length < vectors.length) {
      largest = new int[vectors.length];
    }
    if (tokens.length < batch.longest() * size) {
      tokens = new float[batch.longest() * size];
    }
    for (int s = 0; s < batch.sequences(); s++) {
      int length = pooling == Pooling.CLS ? 1 : batch.length(s);
      transfer.read(source, (long) batch.start(s) * size, tokens, length * size);
      switch (pooling) {
        case CLS -> System.arraycopy(tokens, 0, vectors, s * size, size);
        case MEAN -> mean(length, vectors, s * size);
        case MAX -> max(length, vectors, s * size);
      }
    }
    Tensor result = pooled.rows(0, batch.sequences());
    transfer.write(result, 0, vectors, vectors.length);
    return result;
  }

  private void mean(int length, float[] vectors, int to) {
    int size = outputs();
    for (int i = 0; i < length; i++) {
      for (int h = 0; h < size; h++) {
        vectors[to + h] += tokens[i * size + h];
      }
    }
    for (int h = 0; h < size; h++) {
      vectors[to + h] /= length;
    }
  }

  private void max(int length, float[] vectors, int to) {
    int size = outputs();
    System.arraycopy(tokens, 0, vectors, to, size);
    Arrays.fill(largest, to, to + size, 0);
    for (int i = 1; i < length; i++) {
      for (int h = 0; h < size; h++) {
        if (tokens[i * size + h] > vectors[to + h]) {
          vectors[to + h] = tokens[i * size + h];
          largest[to + h] = i;
        }
      }
    }
  }

  @Override
  List<Loss> losses(SentencePairBatch batch, float[] outputs, MicroStep step, float[] dOutputs) {
    PairLoss.Sum sum = loss.of(batch, outputs, step == null ? 0 : step.factor(0), dOutputs);
    return List.of(new Loss(LOSS, 1, batch.pairs(), sum.loss(), sum.correct()));
  }

  @Override
  void backward(Pass pass, TokenBatch sequences, float[] dOutputs, Tensor dHidden) {
    pass.engine().zero(dHidden);
    int size = outputs();
    for (int s = 0; s < sequences.sequences(); s++) {
      int length = pooling == Pooling.CLS ? 1 : sequences.length(s);
      for (int h = 0; h < size; h++) {
        float gradient = dOutputs[s * size + h];
        switch (pooling) {
          case CLS -> tokens[h] = gradient;
          case MEAN -> tokens[h] = gradient / length;
          case MAX -> tokens[h] = gradient;
        }
      }
      spread(s * size, length);
      transfer.write(dHidden, (long) sequences.start(s) * size, tokens, length * size);
    }
  }

  /** Makes the gradients of a sequence's tokens of that which the first one has. */
  private void spread(int from, int length) {
    int size = outputs();
    for (int i = 1; i < length; i++) {
      for (int h = 0; h < size; h++) {
        tokens[i * size + h] = pooling == Pooling.MEAN || largest[from + h] == i ? tokens[h] : 0;
      }
    }
    for (int h = 0; pooling == Pooling.MAX && h < size; h++) {
      tokens[h] = largest[from + h] == 0 ? tokens[h] : 0;
    }
  }
}
