package org.bert4j.common.dl4j;

import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.Activations;
import org.bert4j.common.layer.Layer;
import org.bert4j.common.layer.Pass;

/**
 * What a layer of Deeplearning4j computes: rows of hidden states from token ids or from other rows,
 * without padding. Each replica has one of its own.
 */
interface Block {
  /** What of a block's result a layer of Deeplearning4j gives. */
  enum Reading {
    /** A row a token. */
    TOKENS,
    /** The row of a sequence's first token. */
    FIRST,
    /** The mean of a sequence's rows. */
    MEAN,
    /** The result has a row a sequence. */
    SEQUENCES
  }

  /**
   * Dropout masks that a pass draws.
   *
   * @param hiddenRate rate of hidden states
   * @param hidden masks of hidden states
   * @param attentionRate rate of attention probabilities
   * @param attention masks of attention probabilities
   * @param heads A
   */
  record Drops(double hiddenRate, int hidden, double attentionRate, int attention, int heads) {
    static final Drops NONE = new Drops(0, 0, 0, 0, 0);
  }

  /** Declares the parameters. */
  Layer layer();

  /** H of the result. */
  int outputSize();

  /** Columns of its input, 0 where it takes token ids. */
  int inputSize();

  /** What is read of its result. */
  default Reading reading() {
    return Reading.TOKENS;
  }

  /** Its dropout. */
  default Drops drops() {
    return Drops.NONE;
  }

  /** Type of its input. */
  default DataType inputType(DataType computeType) {
    return computeType;
  }

  /** Makes room for what passes leave. */
  void reserve(Activations memory);

  /**
   * The forward pass.
   *
   * @param pass the pass
   * @param batch the tokens, or as many without meaning
   * @param x {@code [N and spare rows, in]}, null where it takes token ids
   * @return {@code [N and spare rows, H]} or {@code [B, H]}, in any type
   */
  Tensor forward(Pass pass, TokenBatch batch, Tensor x);

  /**
   * The gradients of the parameters and of the input.
   *
   * @param pass the pass
   * @param batch that of the forward pass
   * @param dy of the result, in single precision, 0 in spare rows; overwritten with that of the
   *     input where there is one
   */
  void backward(Pass pass, TokenBatch batch, Tensor dy);
}
