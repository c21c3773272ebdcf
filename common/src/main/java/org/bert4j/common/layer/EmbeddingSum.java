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
  private final Tables tables;
  private final int hiddenSize;
  private Scratch[] scratches = new Scratch[0];

  /**
   * The tables.
   *
   * @param word {@code [V, H]}
   * @param position {@code [P, H]}
   * @param tokenType {@code [T, H]}
   */
  record Tables(Parameter word, Parameter position, Parameter tokenType) {}

  EmbeddingSum(Tables tables) {
    this.tables = tables;
    hiddenSize = Math.toIntExact(tables.word().columns());
  }

  /** Makes scratch for the threads of an engine. */
  private void scratchFor(ComputeEngine engine) {
    if (scratches.length != engine.workers().threads()) {
      scratches = new Scratch[engine.workers().threads()];
      int types = Math.toIntExact(tables.tokenType().rows());
      Arrays.setAll(scratches, i -> new Scratch(hiddenSize, types));
    }
  }

  /** What one thread works in. */
  private static final class Scratch {
    final Transfer transfer = new Transfer();
    final float[] row;
    final float[] types;
    float[] sequence = new float[0];
    float[] positions = new float[0];

    Scratch(int hiddenSize, int types) {
      row = new float[hiddenSize];
      this.types = new float[types * hiddenSize];
    }

    void reserve(int elements) {
      if (sequence.length < elements) {
        positions = Arrays.copyOf(positions, elements);
        sequence = new float[elements]; // last, as its size tells that both are there
      }
    }
  }

  /**
   * The forward pass.
   *
   * @param engine does it
   * @param batch the tokens
   * @param firstPosition of the first token of each sequence
   * @param sum receives {@code [N, H]}
   */
  void forward(ComputeEngine engine, TokenBatch batch, int firstPosition, Tensor sum) {
    scratchFor(engine);
    engine.measured(
        "gather embeddings",
        0,
        () ->
            engine
                .workers()
                .run(
                    batch.sequences(),
                    (part, from, to) -> {
                      Scratch scratch = scratches[part];
                      Tensor types = tables.tokenType().value();
                      scratch.transfer.read(types, 0, scratch.types, scratch.types.length);
                      for (int s = (int) from; s < to; s++) {
                        sumSequence(scratch, batch, s, firstPosition, sum);
                      }
                    }));
  }

  private void sumSequence(
      Scratch scratch, TokenBatch batch, int s, int firstPosition, Tensor sum) {
    int start = batch.start(s);
    int length = batch.length(s);
    int elements = length * hiddenSize;
    scratch.reserve(elements);
    long position = (long) firstPosition * hiddenSize;
    scratch.transfer.read(tables.position().value(), position, scratch.sequence, elements);
    for (int i = 0; i < length; i++) {
      long word = (long) batch.inputId(start + i) * hiddenSize;
      scratch.transfer.read(tables.word().value(), word, scratch.row, hiddenSize);
      add(scratch.row, 0, scratch.sequence, i * hiddenSize);
      add(
          scratch.types,
          batch.tokenTypeId(start + i) * hiddenSize,
          scratch.sequence,
          i * hiddenSize);
    }
    scratch.transfer.write(sum, (long) start * hiddenSize, scratch.sequence, elements);
  }

  /**
   * Adds to the gradients of the tables.
   *
   * @param engine does it
   * @param batch the tokens
   * @param dSum {@code [N, H]} gradient of the sum
   * @param positions whether the position embeddings have a gradient
   */
  void backward(ComputeEngine engine, TokenBatch batch, Tensor dSum, boolean positions) {
    int threads = scratches.length;
    engine.measured(
        "scatter embeddings",
        0,
        () -> engine.workers().each(threads, part -> scatter(part, batch, dSum, positions)));
  }

  /** Rows whose number has this remainder are this thread's. */
  private void scatter(int part, TokenBatch batch, Tensor dSum, boolean positions) {
    Scratch scratch = scratches[part];
    Arrays.fill(scratch.types, 0);
    Arrays.fill(scratch.positions, 0);
    for (int s = 0; s < batch.sequences(); s++) {
      int elements = batch.length(s) * hiddenSize;
      scratch.reserve(elements);
      scratch.transfer.read(dSum, (long) batch.start(s) * hiddenSize, scratch.sequence, elements);
      for (int i = 0; i < batch.length(s); i++) {
        scatterToken(part, batch, batch.start(s) + i, i);
      }
    }
    addRows(part, scratch.types, tables.tokenType().value().rows(), tables.tokenType().gradient());
    if (positions) {
      addRows(part, scratch.positions, batch.longest(), tables.position().gradient());
    }
  }

  private void scatterToken(int part, TokenBatch batch, int token, int position) {
    Scratch scratch = scratches[part];
    int offset = position * hiddenSize;
    int word = batch.inputId(token);
    if (word % scratches.length == part) {
      addRow(scratch, scratch.sequence, offset, tables.word().gradient(), word);
    }
    if (position % scratches.length == part) {
      add(scratch.sequence, offset, scratch.positions, offset);
    }
    int type = batch.tokenTypeId(token);
    if (type % scratches.length == part) {
      add(scratch.sequence, offset, scratch.types, type * hiddenSize);
    }
  }

  private void addRows(int part, float[] rows, int count, Tensor target) {
    for (int row = part; row < count; row += scratches.length) {
      addRow(scratches[part], rows, row * hiddenSize, target, row);
    }
  }

  private void addRow(Scratch scratch, float[] rows, int offset, Tensor target, long row) {
    scratch.transfer.read(target, row * hiddenSize, scratch.row, hiddenSize);
    add(rows, offset, scratch.row, 0);
    scratch.transfer.write(target, row * hiddenSize, scratch.row, hiddenSize);
  }

  private void add(float[] summand, int from, float[] sum, int to) {
    for (int i = 0; i < hiddenSize; i++) {
      sum[to + i] += summand[from + i];
    }
  }
}
