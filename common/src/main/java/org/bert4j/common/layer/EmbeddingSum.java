package org.bert4j.common.layer;

import java.util.Arrays;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.ComputeEngine;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;

/**
 * Sum of word, position and token type embeddings, and its gradients: a sequence at a time in Java
 * arrays, as positions follow one another and there are few token types. Each row of a gradient is
 * summed by one thread in the order of the tokens, so it does not depend on the number of threads.
 */
final class EmbeddingSum {
  private final ComputeEngine engine;
  private final Tables tables;
  private final int hiddenSize;
  private final Lane[] lanes;

  /**
   * The tables.
   *
   * @param word {@code [V, H]}
   * @param position {@code [P, H]}
   * @param tokenType {@code [T, H]}
   */
  record Tables(Parameter word, Parameter position, Parameter tokenType) {}

  EmbeddingSum(ComputeEngine engine, Tables tables) {
    this.engine = engine;
    this.tables = tables;
    hiddenSize = tables.word().value().columns();
    lanes = new Lane[engine.workers().threads()];
    Arrays.setAll(lanes, i -> new Lane(hiddenSize, tables.tokenType().value().rows()));
  }

  /** What one thread works in. */
  private static final class Lane {
    final Transfer transfer = new Transfer();
    final float[] row;
    final float[] types;
    float[] sequence = new float[0];
    float[] positions = new float[0];

    Lane(int hiddenSize, int types) {
      row = new float[hiddenSize];
      this.types = new float[types * hiddenSize];
    }

    void reserve(int elements) {
      if (sequence.length < elements) {
        sequence = new float[elements];
        positions = Arrays.copyOf(positions, elements);
      }
    }
  }

  /**
   * The forward pass.
   *
   * @param batch the tokens
   * @param sum receives {@code [N, H]}
   */
  void forward(TokenBatch batch, Tensor sum) {
    measured(
        "gather embeddings",
        () ->
            engine
                .workers()
                .run(
                    batch.sequences(),
                    (part, from, to) -> {
                      Lane lane = lanes[part];
                      Tensor types = tables.tokenType().value();
                      lane.transfer.read(types, 0, lane.types, lane.types.length);
                      for (int s = (int) from; s < to; s++) {
                        sumSequence(lane, batch, s, sum);
                      }
                    }));
  }

  private void sumSequence(Lane lane, TokenBatch batch, int s, Tensor sum) {
    int start = batch.start(s);
    int length = batch.length(s);
    int elements = length * hiddenSize;
    lane.reserve(elements);
    lane.transfer.read(tables.position().value(), 0, lane.sequence, elements);
    for (int i = 0; i < length; i++) {
      long word = (long) batch.inputId(start + i) * hiddenSize;
      lane.transfer.read(tables.word().value(), word, lane.row, hiddenSize);
      add(lane.row, 0, lane.sequence, i * hiddenSize);
      add(lane.types, batch.tokenTypeId(start + i) * hiddenSize, lane.sequence, i * hiddenSize);
    }
    lane.transfer.write(sum, (long) start * hiddenSize, lane.sequence, elements);
  }

  /**
   * Adds to the gradients of the tables.
   *
   * @param batch the tokens
   * @param dSum {@code [N, H]} gradient of the sum
   * @param positions whether the position embeddings have a gradient
   */
  void backward(TokenBatch batch, Tensor dSum, boolean positions) {
    int threads = lanes.length;
    measured(
        "scatter embeddings",
        () -> engine.workers().each(threads, part -> scatter(part, batch, dSum, positions)));
  }

  /** Rows whose number has this remainder are this thread's. */
  private void scatter(int part, TokenBatch batch, Tensor dSum, boolean positions) {
    Lane lane = lanes[part];
    Arrays.fill(lane.types, 0);
    Arrays.fill(lane.positions, 0);
    for (int s = 0; s < batch.sequences(); s++) {
      int elements = batch.length(s) * hiddenSize;
      lane.reserve(elements);
      lane.transfer.read(dSum, (long) batch.start(s) * hiddenSize, lane.sequence, elements);
      for (int i = 0; i < batch.length(s); i++) {
        scatterToken(part, batch, batch.start(s) + i, i);
      }
    }
    addRows(part, lane.types, tables.tokenType().value().rows(), tables.tokenType().gradient());
    if (positions) {
      addRows(part, lane.positions, batch.longest(), tables.position().gradient());
    }
  }

  private void scatterToken(int part, TokenBatch batch, int token, int position) {
    Lane lane = lanes[part];
    int offset = position * hiddenSize;
    int word = batch.inputId(token);
    if (word % lanes.length == part) {
      addRow(lane, lane.sequence, offset, tables.word().gradient(), word);
    }
    if (position % lanes.length == part) {
      add(lane.sequence, offset, lane.positions, offset);
    }
    int type = batch.tokenTypeId(token);
    if (type % lanes.length == part) {
      add(lane.sequence, offset, lane.types, type * hiddenSize);
    }
  }

  private void addRows(int part, float[] rows, int count, Tensor target) {
    for (int row = part; row < count; row += lanes.length) {
      addRow(lanes[part], rows, row * hiddenSize, target, row);
    }
  }

  private void addRow(Lane lane, float[] rows, int offset, Tensor target, long row) {
    lane.transfer.read(target, row * hiddenSize, lane.row, hiddenSize);
    add(rows, offset, lane.row, 0);
    lane.transfer.write(target, row * hiddenSize, lane.row, hiddenSize);
  }

  private void add(float[] summand, int from, float[] sum, int to) {
    for (int i = 0; i < hiddenSize; i++) {
      sum[to + i] += summand[from + i];
    }
  }

  private void measured(String kernel, Runnable work) {
    engine.measured(kernel, 0, work);
  }
}
