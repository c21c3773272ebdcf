package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.EmbeddingTable.Indices;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.FirstValues;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.LayerNorm;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Pass;

/**
 * Predicts word pieces at the masked positions only: {@code LayerNorm(activation(dense(h)))}, then
 * a decoder whose weights are the word embeddings.
 *
 * <p>Losses need the logits of a few rows at a time: those stay in the processor's cache from the
 * product to the softmax, and of all rows only the gradients are kept.
 */
final class LanguageModelHead extends Layer {
  /** Rows of logits at a time, at most. */
  private static final int BLOCK = 64;

  final Transform transform;
  final Parameter bias;
  private final Linear decoder;
  private Tensor logits;
  private Tensor dLogits;
  private Tensor dTransformed;
  private Tensor transformed;

  LanguageModelHead(BertConfig config, Parameter wordEmbeddings) {
    transform = part("transform", new Transform(config));
    bias = part("bias", Parameter.vector(config.vocabSize(), FirstValues.ZEROS));
    decoder = Linear.tied(wordEmbeddings, bias);
  }

  /** What the decoder gets of a hidden state: {@code LayerNorm(activation(dense(h)))}. */
  static final class Transform extends Layer {
    final Linear dense;
    final LayerNorm layerNorm;
    private final Function activation;
    private Tensor gathered;
    private Tensor preActivation;
    private Tensor activated;
    private Tensor result;
    private Tensor dActivated;
    private Tensor dGathered;

    Transform(BertConfig config) {
      int hidden = config.hiddenSize();
      dense = part("dense", new Linear(hidden, hidden));
      layerNorm = part("LayerNorm", new LayerNorm(hidden, config.layerNormEps()));
      activation = BertModel.function(config.hiddenAct());
    }

    @Override
    public void reserve(Activations memory) {
      int rows = memory.capacity().predictions();
      int hidden = dense.outputSize();
      DataType type = memory.computeType();
      gathered = memory.matrix(type, rows, hidden);
      preActivation = memory.matrix(type, rows, hidden);
      activated = memory.matrix(type, rows, hidden);
      result = memory.matrix(type, rows, hidden);
      layerNorm.reserve(memory, rows);
      if (memory.isForBackward()) {
        dActivated = memory.matrix(type, rows, hidden);
        dGathered = memory.matrix(DataType.FP32, rows, hidden);
      }
    }

    /** Of the hidden states at some positions, {@code [M and spare rows, H]}. */
    Tensor forward(Pass pass, Tensor hidden, Indices positions, int count) {
      ComputeEngine engine = pass.engine();
      int rows = pass.layout().needed(Math.max(count, 1)).predictions();
      engine.embeddingTable().copyRows(hidden, positions, count, gathered);
      engine.zero(gathered.rows(count, rows - count));
      Tensor argument = preActivation.rows(0, rows);
      dense.forward(pass, gathered.rows(0, rows)).into(argument);
      engine.elementwise().forward(activation, argument, activated.rows(0, rows));
      layerNorm.forward(pass, activated.rows(0, rows), result.rows(0, rows));
      return result.rows(0, rows);
    }

    /** Adds to the gradient of the hidden states. */
    void backward(Pass pass, Tensor dResult, PretrainingBatch batch, Tensor dHidden) {
      int rows = dResult.rows();
      Tensor gradient = dActivated.rows(0, rows);
      layerNorm.backward(pass, dResult, gradient);
      Tensor argument = preActivation.rows(0, rows);
      pass.engine().elementwise().backward(activation, argument, gradient, gradient);
      dense.gradients(pass, gathered.rows(0, rows), gradient);
      dense.backward(pass, gradient).into(dGathered.rows(0, rows));
      pass.engine()
          .embeddingTable()
          .scatterAdd(dGathered, batch::maskedPosition, batch.masked(), dHidden);
    }
  }

  @Override
  public void reserve(Activations memory) {
    super.reserve(memory);
    int rows = memory.capacity().predictions();
    logits = memory.matrix(DataType.FP32, Math.min(BLOCK, rows), decoder.outputSize());
    if (memory.isForBackward()) {
      dLogits = memory.matrix(memory.computeType(), rows, decoder.outputSize());
      dTransformed = memory.matrix(DataType.FP32, rows, transform.dense.outputSize());
    }
  }

  /**
   * All logits at some positions.
   *
   * @param pass the pass
   * @param hidden {@code [N, H]} last hidden states
   * @param positions indices in {@code [N]}
   * @param count M, how many
   * @return {@code [M, V]} row by row
   */
  float[] logits(Pass pass, Tensor hidden, Indices positions, int count) {
    transformed = transform.forward(pass, hidden, positions, count);
    int vocabSize = decoder.outputSize();
    float[] result = new float[Math.multiplyExact(count, vocabSize)];
    for (int from = 0; from < count; from += BLOCK) {
      Tensor block = logits(pass, from);
      int rows = Math.min(block.rows(), count - from);
      float[] values = Transfer.toArray(block.rows(0, rows));
      System.arraycopy(values, 0, result, from * vocabSize, values.length);
    }
    return result;
  }

  /** Loss at the masked positions of a batch. */
  Loss loss(Pass pass, PretrainingBatch batch, Tensor hidden) {
    transformed = transform.forward(pass, hidden, batch::maskedPosition, batch.masked());
    double sum = 0;
    long correct = 0;
    for (int from = 0; from < transformed.rows(); from += BLOCK) {
      Tensor block = logits(pass, from);
      Indices labels = labels(batch, from);
      int count = count(batch, from);
      correct += pass.engine().crossEntropy().countCorrect(block, labels, count);
      sum += pass.engine().crossEntropy().loss(block, labels, count);
    }
    return new Loss(BertForPreTraining.MLM, 1, batch.masked(), sum, correct);
  }

  /**
   * Loss at the masked positions of a batch, the gradients of the parameters, the tied decoder's
   * among them, and of the hidden states.
   *
   * @param pass the pass
   * @param batch gives the labels
   * @param step its first target is the masked positions of the whole step
   * @param hidden {@code [N, H]} last hidden states
   * @param dHidden {@code [N, H]}, added to
   */
  Loss gradients(Pass pass, PretrainingBatch batch, Step step, Tensor hidden, Tensor dHidden) {
    transformed = transform.forward(pass, hidden, batch::maskedPosition, batch.masked());
    int rows = transformed.rows();
    Tensor gradient = dLogits.rows(0, rows);
    double sum = 0;
    long correct = 0;
    for (int from = 0; from < rows; from += BLOCK) {
      Tensor block = logits(pass, from);
      Indices labels = labels(batch, from);
      int count = count(batch, from);
      if (step.countCorrect()) {
        correct += pass.engine().crossEntropy().countCorrect(block, labels, count);
      }
      Tensor ofBlock = gradient.rows(from, block.rows());
      sum += pass.engine().crossEntropy().gradient(block, labels, count, step.factor(0), ofBlock);
    }
    decoder.gradients(pass, transformed, gradient);
    decoder.backward(pass, gradient).into(dTransformed.rows(0, rows));
    transform.backward(pass, dTransformed.rows(0, rows), batch, dHidden);
    long counted = step.countCorrect() ? correct : -1;
    return new Loss(BertForPreTraining.MLM, 1, batch.masked(), sum, counted);
  }

  /** Of a block of rows that begins somewhere, so many have labels. */
  private static int count(PretrainingBatch batch, int from) {
    return Math.max(0, Math.min(BLOCK, batch.masked() - from));
  }

  private static Indices labels(PretrainingBatch batch, int from) {
    return i -> batch.maskedId(from + i);
  }

  private Tensor logits(Pass pass, int from) {
    int count = Math.min(BLOCK, transformed.rows() - from);
    Tensor block = logits.rows(0, count);
    decoder.forward(pass, transformed.rows(from, count)).into(block);
    return block;
  }
}
