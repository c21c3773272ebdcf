package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.EmbeddingTable.Indices;
import org.bert4j.common.kernel.Tensor;
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
 */
final class LanguageModelHead extends Layer {
  final Transform transform;
  final Parameter bias;
  private final VocabularyLoss loss;
  private Tensor dTransformed;

  LanguageModelHead(BertConfig config, Parameter wordEmbeddings) {
    transform = part("transform", new Transform(config));
    bias = part("bias", Parameter.vector(config.vocabSize(), FirstValues.ZEROS));
    loss = new VocabularyLoss(BertForPreTraining.MLM, Linear.tied(wordEmbeddings, bias), 0);
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
    loss.reserve(memory, rows);
    if (memory.isForBackward()) {
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
    return loss.logits(pass, transform.forward(pass, hidden, positions, count), count);
  }

  /** Loss at the masked positions of a batch. */
  Loss loss(Pass pass, PretrainingBatch batch, Tensor hidden) {
    return loss.loss(pass, transformed(pass, batch, hidden), targets(batch));
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
  Loss gradients(Pass pass, PretrainingBatch batch, MicroStep step, Tensor hidden, Tensor dHidden) {
    Tensor transformed = transformed(pass, batch, hidden);
    Tensor gradient = dTransformed.rows(0, transformed.rows());
    Loss ofBatch = loss.gradients(pass, transformed, targets(batch), step, gradient);
    transform.backward(pass, gradient, batch, dHidden);
    return ofBatch;
  }

  private Tensor transformed(Pass pass, PretrainingBatch batch, Tensor hidden) {
    return transform.forward(pass, hidden, batch::maskedPosition, batch.masked());
  }

  private static VocabularyLoss.Targets targets(PretrainingBatch batch) {
    return new VocabularyLoss.Targets(batch::maskedId, batch.masked());
  }
}
