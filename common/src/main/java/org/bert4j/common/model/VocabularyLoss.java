package org.bert4j.common.model;

import org.bert4j.common.kernel.CrossEntropy;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.EmbeddingTable.Indices;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Linear;
import org.bert4j.common.layer.Pass;

/**
 * Cross-entropy over the vocabulary. Losses need the logits of a few rows at a time: those stay in
 * the processor's cache from the product to the softmax, and of all rows only the gradients are
 * kept.
 */
final class VocabularyLoss {
  /** Rows of logits at a time, at most. */
  private static final int BLOCK = 64;

  private final String name;
  private final Linear output;
  private final double smoothing;
  private Tensor logits;
  private Tensor dLogits;

  /**
   * What rows are to predict.
   *
   * @param labels of the rows
   * @param count how many; rows after them are spare
   */
  record Targets(Indices labels, int count) {
    /** Of a block of rows that begins somewhere, so many have labels. */
    private int after(int from) {
      return Math.max(0, Math.min(BLOCK, count - from));
    }

    private Indices from(int from) {
      return i -> labels.at(from + i);
    }
  }

  /**
   * Over the logits of a layer.
   *
   * @param name of the loss
   * @param output makes logits {@code [rows, V]} of states {@code [rows, H]}
   * @param smoothing share of each target that all word pieces get evenly, 0 for none
   */
  VocabularyLoss(String name, Linear output, double smoothing) {
    this.name = name;
    this.output = output;
    this.smoothing = smoothing;
  }

  /** Makes room for so many rows. */
  void reserve(Activations memory, int rows) {
    logits = memory.matrix(DataType.FP32, Math.min(BLOCK, rows), output.outputSize());
    if (memory.isForBackward()) {
      dLogits = memory.matrix(memory.computeType(), rows, output.outputSize());
    }
  }

  /** All logits of the first rows, {@code [count, V]} row by row. */
  float[] logits(Pass pass, Tensor states, int count) {
    int vocabSize = output.outputSize();
    float[] result = new float[Math.multiplyExact(count, vocabSize)];
    for (int from = 0; from < count; from += BLOCK) {
      Tensor block = block(pass, states, from);
      int rows = Math.min(block.rows(), count - from);
      float[] values = Transfer.toArray(block.rows(0, rows));
      System.arraycopy(values, 0, result, from * vocabSize, values.length);
    }
    return result;
  }

  /** The loss of states {@code [rows, H]}. */
  Loss loss(Pass pass, Tensor states, Targets targets) {
    CrossEntropy kernel = pass.engine().crossEntropy();
    double sum = 0;
    long correct = 0;
    for (int from = 0; from < states.rows(); from += BLOCK) {
      Tensor block = block(pass, states, from);
      Indices labels = targets.from(from);
      int count = targets.after(from);
      correct += kernel.countCorrect(block, labels, count);
      sum += margins(kernel, block, labels, count);
      sum += kernel.loss(block, labels, count);
    }
    return new Loss(name, 1, targets.count(), sum, correct);
  }

  /**
   * The loss of states, and the gradients of the layer's parameters and of the states.
   *
   * @param pass the pass
   * @param states {@code [rows, H]}
   * @param targets what they are to predict
   * @param step its first target is how many rows the whole step has
   * @param dStates receives {@code [rows, H]}
   */
  Loss gradients(Pass pass, Tensor states, Targets targets, MicroStep step, Tensor dStates) {
    CrossEntropy kernel = pass.engine().crossEntropy();
    int rows = states.rows();
    Tensor gradient = dLogits.rows(0, rows);
    double sum = 0;
    long correct = 0;
    for (int from = 0; from < rows; from += BLOCK) {
      Tensor block = block(pass, states, from);
      Indices labels = targets.from(from);
      int count = targets.after(from);
      if (step.countCorrect()) {
        correct += kernel.countCorrect(block, labels, count);
      }
      sum += margins(kernel, block, labels, count);
      Tensor ofBlock = gradient.rows(from, block.rows());
      var weighting = new CrossEntropy.Weighting(step.factor(0), (float) smoothing);
      sum += kernel.gradient(block, labels, count, weighting, ofBlock);
    }
    output.gradients(pass, states, gradient);
    output.backward(pass, gradient).into(dStates);
    return new Loss(name, 1, targets.count(), sum, step.countCorrect() ? correct : -1);
  }

  private double margins(CrossEntropy kernel, Tensor block, Indices labels, int count) {
    return smoothing == 0 ? 0 : smoothing * kernel.margins(block, labels, count);
  }

  private Tensor block(Pass pass, Tensor states, int from) {
    int count = Math.min(BLOCK, states.rows() - from);
    Tensor block = logits.rows(0, count);
    output.forward(pass, states.rows(from, count)).into(block);
    return block;
  }
}
