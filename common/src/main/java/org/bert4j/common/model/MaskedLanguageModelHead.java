package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.EmbeddingTable;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.LayerNorm;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Parameter;
import org.bert4j.common.layer.Parameters;
import org.bert4j.common.layer.RowBuckets;
import org.bert4j.common.model.BertForPreTraining.Normalizers;

/**
 * Predicts word pieces at the masked positions only: {@code LayerNorm(activation(dense(h)))}, then
 * a decoder whose weights are the word embeddings.
 *
 * <p>Losses need the logits of a few rows at a time: those stay in the processor's cache from the
 * product to the softmax, and of all rows only the gradients are kept.
 */
final class MaskedLanguageModelHead implements AutoCloseable {
  /** Rows of logits at a time, at most. */
  private static final int BLOCK = 64;

  private final ComputeEngine engine;
  private final DataType computeType;
  private final RowBuckets buckets;
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
  private final GrowingArena<Integer> memory = new GrowingArena<>(0);
  private final GrowingArena<Integer> logitsMemory = new GrowingArena<>(0);
  private Tensor gathered;
  private Tensor preActivation;
  private Tensor activated;
  private Tensor allTransformed;
  private Tensor transformed;
  private Tensor logits;
  private Tensor dLogits;
  private Tensor dTransformed;
  private Tensor dActivated;
  private Tensor dGathered;
  private double lossSum;
  private int correct;

  MaskedLanguageModelHead(Lane lane, BertConfig config, DataType computeType) {
    engine = lane.engine();
    Parameters parameters = lane.parameters();
    this.computeType = computeType;
    buckets = lane.rowBuckets();
    String transform = "cls.predictions.transform";
    activation = BertModel.function(config.hiddenAct());
    dense = Linear.of(engine, parameters, transform + ".dense");
    layerNorm = new LayerNorm(engine, parameters, transform + ".LayerNorm", config.layerNormEps());
    Parameter word = parameters.get("bert.embeddings.word_embeddings.weight");
    Parameter bias = parameters.get("cls.predictions.bias");
    decoder = new Linear(engine, parameters, word, bias).packingForward();
    hiddenSize = config.hiddenSize();
    vocabSize = config.vocabSize();
    rows = new EmbeddingTable(engine, hiddenSize);
    crossEntropy = new CrossEntropy(engine);
    factor = constants.vector(1);
  }

  /** Sum of the losses of the last batch, in nats. */
  double lossSum() {
    return lossSum;
  }

  /** Positions of the last batch predicted right, if they were counted. */
  int correct() {
    return correct;
  }

  /**
   * The decoder's input at some positions, kept for what follows.
   *
   * @param hidden {@code [N, H]} last hidden states
   * @param positions indices in {@code [N]}
   * @param count M, how many
   */
  void transform(Tensor hidden, EmbeddingTable.Indices positions, int count) {
    int padded = buckets.roundUp(Math.max(count, 1));
    reserve(padded);
    rows.copyRows(hidden, positions, count, gathered);
    engine.zero(gathered.rows(count, padded - count));
    dense.forward(gathered.rows(0, padded)).into(preActivation.rows(0, padded));
    engine
        .elementwise()
        .forward(activation, preActivation.rows(0, padded), activated.rows(0, padded));
    transformed = allTransformed.rows(0, padded);
    layerNorm.forward(activated.rows(0, padded), transformed);
  }

  /** Input of the decoder at the last positions, {@code [M and spare rows, H]}. */
  Tensor transformed() {
    return transformed;
  }

  /**
   * All logits at the last positions.
   *
   * @return {@code [M and spare rows, V]} in single precision, valid until the next call
   */
  Tensor logits() {
    reserveLogits(transformed.rows());
    Tensor result = logits.rows(0, transformed.rows());
    decoder.forward(transformed).into(result);
    return result;
  }

  /**
   * Losses at the last positions.
   *
   * @param batch gives the labels
   */
  void loss(PretrainingBatch batch) {
    eachBlock(
        batch,
        (from, labels, count) -> {
          Tensor block = logits(from);
          crossEntropy.countCorrect(block, labels, count);
          crossEntropy.loss(block, labels, count);
          correct += crossEntropy.correct();
        });
  }

  /**
   * Losses at the last positions, the gradients of the parameters, the tied decoder's among them,
   * and of the hidden states.
   *
   * @param batch gives the labels
   * @param step its normalizer is the masked positions of the whole step
   * @param dHidden {@code [N, H]}, added to
   */
  void backward(PretrainingBatch batch, Step<Normalizers> step, Tensor dHidden) {
    int padded = transformed.rows();
    boolean accumulate = step.accumulate();
    long masked = step.normalizers().masked();
    new Transfer().write(factor, 0, new float[] {masked == 0 ? 0 : 1f / masked}, 1);
    Tensor gradient = dLogits.rows(0, padded);
    eachBlock(
        batch,
        (from, labels, count) -> {
          Tensor block = logits(from);
          if (step.countCorrect()) {
            crossEntropy.countCorrect(block, labels, count);
            correct += crossEntropy.correct();
          }
          crossEntropy.gradient(block, labels, count, factor, gradient.rows(from, block.rows()));
        });
    decoder.gradients(transformed, gradient, accumulate);
    decoder.backward(gradient).into(dTransformed.rows(0, padded));
    Tensor dense1 = dActivated.rows(0, padded);
    layerNorm.backward(dTransformed.rows(0, padded), dense1, accumulate);
    engine.elementwise().backward(activation, preActivation.rows(0, padded), dense1, dense1);
    dense.gradients(gathered.rows(0, padded), dense1, accumulate);
    dense.backward(dense1).into(dGathered.rows(0, padded));
    rows.scatterAdd(dGathered, batch::maskedPosition, batch.masked(), dHidden);
  }

  /** What is done to a block of rows, of which the first few have labels. */
  private interface Block {
    void run(int from, EmbeddingTable.Indices labels, int count);
  }

  private void eachBlock(PretrainingBatch batch, Block work) {
    lossSum = 0;
    correct = 0;
    for (int from = 0; from < transformed.rows(); from += BLOCK) {
      int first = from;
      int count = Math.max(0, Math.min(BLOCK, batch.masked() - from));
      work.run(from, i -> batch.maskedId(first + i), count);
      lossSum += crossEntropy.lossSum();
    }
  }

  private Tensor logits(int from) {
    reserveLogits(BLOCK);
    int count = Math.min(BLOCK, transformed.rows() - from);
    Tensor block = logits.rows(0, count);
    decoder.forward(transformed.rows(from, count)).into(block);
    return block;
  }

  /** Makes room for so many positions, spare ones included. */
  void reserve(int needed) {
    reserveLogits(BLOCK);
    if (needed > memory.capacity()) {
      memory.grow(needed, arena -> allocate(arena, needed));
    }
  }

  private void reserveLogits(int needed) {
    if (needed > logitsMemory.capacity()) {
      logitsMemory.grow(needed, arena -> logits = arena.matrix(DataType.FP32, needed, vocabSize));
    }
  }

  private void allocate(Arena arena, int needed) {
    gathered = arena.matrix(computeType, needed, hiddenSize);
    preActivation = arena.matrix(computeType, needed, hiddenSize);
    activated = arena.matrix(computeType, needed, hiddenSize);
    allTransformed = arena.matrix(computeType, needed, hiddenSize);
    dLogits = arena.matrix(computeType, needed, vocabSize);
    dTransformed = arena.matrix(DataType.FP32, needed, hiddenSize);
    dActivated = arena.matrix(computeType, needed, hiddenSize);
    dGathered = arena.matrix(DataType.FP32, needed, hiddenSize);
    layerNorm.reserve(arena, needed);
  }

  @Override
  public void close() {
    memory.close();
    logitsMemory.close();
    constants.close();
  }
}
