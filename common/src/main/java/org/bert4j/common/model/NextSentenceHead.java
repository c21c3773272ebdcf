package org.bert4j.common.model;

import org.bert4j.common.batch.PretrainingBatch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Elementwise.Function;
import org.bert4j.common.kernel.EmbeddingTable;
import org.bert4j.common.kernel.GrowingArena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Linear;

/**
 * Predicts whether the second segment follows the first: the pooler, {@code tanh(dense(h₀))} over
 * each sequence's first token, then two logits.
 */
final class NextSentenceHead implements AutoCloseable {
  private final ComputeEngine engine;
  private final DataType computeType;
  private final Linear pooler;
  private final Linear classifier;
  private final EmbeddingTable rows;
  private final CrossEntropy crossEntropy;
  private final int hiddenSize;
  private final Arena constants = new Arena();
  private final Tensor factor;
  private final GrowingArena<Integer> memory = new GrowingArena<>(0);
  private Tensor first;
  private Tensor prePooled;
  private Tensor pooled;
  private Tensor logits;
  private Tensor dLogits;
  private Tensor dPooled;
  private Tensor dFirst;

  NextSentenceHead(Lane lane, BertConfig config, DataType computeType) {
    engine = lane.engine();
    this.computeType = computeType;
    pooler = Linear.of(engine, lane.parameters(), "bert.pooler.dense");
    classifier = Linear.of(engine, lane.parameters(), "cls.seq_relationship");
    hiddenSize = config.hiddenSize();
    rows = new EmbeddingTable(engine, hiddenSize);
    crossEntropy = new CrossEntropy(engine);
    factor = constants.vector(1);
  }

  CrossEntropy crossEntropy() {
    return crossEntropy;
  }

  /**
   * Logits of every sequence.
   *
   * @param hidden {@code [N, H]} last hidden states
   * @param batch the sequences
   * @return {@code [B, 2]} in single precision, valid until the next call
   */
  Tensor forward(Tensor hidden, TokenBatch batch) {
    int count = batch.sequences();
    reserve(count);
    rows.copyRows(hidden, batch::start, count, first);
    pooler.forward(first.rows(0, count)).into(prePooled.rows(0, count));
    engine.elementwise().forward(Function.TANH, prePooled.rows(0, count), pooled.rows(0, count));
    Tensor result = logits.rows(0, count);
    classifier.forward(pooled.rows(0, count)).into(result);
    return result;
  }

  /** Pooled output of the last sequences, {@code [B, H]} in the rows in use. */
  Tensor pooled() {
    return pooled;
  }

  /**
   * The gradients of the loss and of the hidden states.
   *
   * @param batch gives the labels
   * @param result logits of the forward pass, overwritten
   * @param normalizer sequences of the whole step
   * @param dHidden {@code [N, H]}, added to
   * @param accumulate whether to add to what earlier micro-batches left
   */
  void backward(
      PretrainingBatch batch, Tensor result, long normalizer, Tensor dHidden, boolean accumulate) {
    int count = result.rows();
    new Transfer().write(factor, 0, new float[] {1f / normalizer}, 1);
    Tensor gradient = dLogits.rows(0, count);
    crossEntropy.gradient(result, batch::nextSentenceLabel, count, factor, gradient);
    classifier.gradients(pooled.rows(0, count), gradient, accumulate);
    Tensor dPool = dPooled.rows(0, count);
    classifier.backward(gradient).into(dPool);
    engine.elementwise().backward(Function.TANH, prePooled.rows(0, count), dPool, dPool);
    pooler.gradients(first.rows(0, count), dPool, accumulate);
    pooler.backward(dPool).into(dFirst.rows(0, count));
    rows.scatterAdd(dFirst, batch.sequences()::start, count, dHidden);
  }

  /** Makes room for so many sequences. */
  void reserve(int needed) {
    if (needed > memory.capacity()) {
      memory.grow(needed, arena -> allocate(arena, needed));
    }
  }

  private void allocate(Arena arena, int needed) {
    first = arena.matrix(computeType, needed, hiddenSize);
    prePooled = arena.matrix(computeType, needed, hiddenSize);
    pooled = arena.matrix(computeType, needed, hiddenSize);
    logits = arena.matrix(DataType.FP32, needed, 2);
    dLogits = computeType == DataType.FP32 ? logits : arena.matrix(computeType, needed, 2);
    dPooled = arena.matrix(computeType, needed, hiddenSize);
    dFirst = arena.matrix(DataType.FP32, needed, hiddenSize);
  }

  @Override
  public void close() {
    memory.close();
    constants.close();
  }
}
