package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.EmbeddingTable;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.LayerNorm;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.SequenceLayout;

/**
 * Predicts word pieces at the masked positions only: {@code LayerNorm(activation(dense(h)))}, then
 * a decoder whose weights are the word embeddings.
 */
final class MaskedLanguageModelHead implements AutoCloseable {
  private final ComputeEngine engine;
  private final DataType computeType;
  private final Function activation;
  private final Linear dense;
  private final LayerNorm layerNorm;
  private final Linear decoder;
  private final EmbeddingTable rows;
  private final CrossEntropy crossEntropy;
  private final int hiddenSize;
  private final int vocabSize;
  private final Arena constants = new Arena();
  private final Tensor factor;
  private Arena arena = new Arena();
  private Tensor gathered;
  private Tensor preActivation;
  private Tensor activated;
  private Tensor transformed;
  private Tensor logits;
  private Tensor dLogits;
  private Tensor dTransformed;
  private Tensor dActivated;
  private Tensor dGathered;
  private int capacity;

  MaskedLanguageModelHead(
      ComputeEngine engine, Parameters parameters, BertConfig config, DataType computeType) {
    this.engine = engine;
    this.computeType = computeType;
    String transform = "cls.predictions.transform";
    activation = BertModel.function(config.hiddenAct());
    dense = Linear.of(engine, parameters, transform + ".dense");
    layerNorm = new LayerNorm(engine, parameters, transform + ".LayerNorm", config.layerNormEps());
    Parameter word = parameters.get("bert.embeddings.word_embeddings.weight");
    decoder = new Linear(engine, parameters, word, parameters.get("cls.predictions.bias"));
    hiddenSize = config.hiddenSize();
    vocabSize = config.vocabSize();
    rows = new EmbeddingTable(engine, hiddenSize);
    crossEntropy = new CrossEntropy(engine);
    factor = constants.vector(1);
  }

  CrossEntropy crossEntropy() {
    return crossEntropy;
  }

  /**
   * Logits at some positions.
   *
   * @param hidden {@code [N, H]} last hidden states
   * @param positions indices in {@code [N]}
   * @param count M, how many
   * @return {@code [M and spare rows, V]} in single precision, valid until the next call
   */
  Tensor forward(Tensor hidden, EmbeddingTable.Indices positions, int count) {
    int padded = SequenceLayout.roundUp(Math.max(count, 1));
    reserve(padded);
    rows.copyRows(hidden, positions, count, gathered);
    engine.zero(gathered.rows(count, padded - count));
    dense.forward(gathered.rows(0, padded)).into(preActivation.rows(0, padded));
    engine
        .elementwise()
        .forward(activation, preActivation.rows(0, padded), activated.rows(0, padded));
    layerNorm.forward(activated.rows(0, padded), transformed.rows(0, padded));
    Tensor result = logits.rows(0, padded);
    decoder.forward(transformed.rows(0, padded)).into(result);
    return result;
  }

  /** Input of the decoder at the last positions, {@code [M and spare rows, H]}. */
  Tensor transformed() {
    return transformed;
  }

  /**
   * The gradients of the loss, the tied decoder's among them, and of the hidden states.
   *
   * @param batch gives the labels
   * @param result logits of the forward pass, overwritten
   * @param normalizer masked positions of the whole step
   * @param dHidden {@code [N, H]}, added to
   * @param accumulate whether to add to what earlier micro-batches left
   */
  void backward(
      PretrainingBatch batch, Tensor result, long normalizer, Tensor dHidden, boolean accumulate) {
    int count = batch.masked();
    int padded = result.rows();
    new Transfer().write(factor, 0, new float[] {1f / normalizer}, 1);
    Tensor gradient = dLogits.rows(0, padded);
    crossEntropy.gradient(result, batch::maskedId, count, factor, gradient);
    decoder.gradients(transformed.rows(0, padded), gradient, accumulate);
    decoder.backward(gradient).into(dTransformed.rows(0, padded));
    Tensor dense1 = dActivated.rows(0, padded);
    layerNorm.backward(dTransformed.rows(0, padded), dense1, accumulate);
    engine.elementwise().backward(activation, preActivation.rows(0, padded), dense1, dense1);
    dense.gradients(gathered.rows(0, padded), dense1, accumulate);
    dense.backward(dense1).into(dGathered.rows(0, padded));
    rows.scatterAdd(dGathered, batch::maskedPosition, count, dHidden);
  }

  /** Makes room for so many positions, spare ones included. */
  void reserve(int needed) {
    if (needed <= capacity) {
      return;
    }
    capacity = needed;
    arena.close();
    arena = new Arena();
    gathered = arena.matrix(computeType, needed, hiddenSize);
    preActivation = arena.matrix(computeType, needed, hiddenSize);
    activated = arena.matrix(computeType, needed, hiddenSize);
    transformed = arena.matrix(computeType, needed, hiddenSize);
    logits = arena.matrix(DataType.FP32, needed, vocabSize);
    dLogits = computeType == DataType.FP32 ? logits : arena.matrix(computeType, needed, vocabSize);
    dTransformed = arena.matrix(DataType.FP32, needed, hiddenSize);
    dActivated = arena.matrix(computeType, needed, hiddenSize);
    dGathered = arena.matrix(DataType.FP32, needed, hiddenSize);
    layerNorm.reserve(arena, needed);
  }

  @Override
  public void close() {
    arena.close();
    constants.close();
  }
}
