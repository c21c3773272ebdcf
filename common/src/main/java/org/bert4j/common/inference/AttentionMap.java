package org.bert4j.common.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.Activations.Keep;
import org.bert4j.common.layer.TransformerLayer;
import org.bert4j.common.model.BertWithHead;
import org.bert4j.common.model.DataParallel;

/**
 * Attention probabilities of a layer for one sequence, without dropout.
 *
 * @param heads A
 * @param length S
 * @param probabilities {@code [A, S, S]}: how much of each token goes into each, row by row
 */
public record AttentionMap(int heads, int length, float[] probabilities) {
  /**
   * Of every layer of a model. To be called on the thread that the model computes on.
   *
   * @param model the model
   * @param sequence the tokens of a single sequence
   * @param <M> the model
   * @param <B> what it is trained on
   * @return L of them, the first layer's first
   * @throws IllegalArgumentException if there are several sequences, it is longer than P, or an id
   *     is out of range
   */
  public static <M extends BertWithHead<B>, B extends Batch<B>> List<AttentionMap> of(
      DataParallel<M, B> model, TokenBatch sequence) {
    if (sequence.sequences() != 1) {
      throw new IllegalArgumentException(
          sequence.sequences() + " sequences, expected one: each has attentions of its own size");
    }
    return model.evaluate(
        sequence,
        Keep.ATTENTIONS,
        (bert, pass, hidden) -> {
          List<AttentionMap> maps = new ArrayList<>();
          for (TransformerLayer layer : bert.bert().encoder().layers()) {
            maps.add(square(layer.selfAttention().probabilities(0), sequence.tokens()));
          }
          return maps;
        });
  }

  /** Of a sequence's attention to itself. */
  static AttentionMap square(Tensor rounded, int length) {
    return new AttentionMap(
        Math.toIntExact(rounded.size(1)), length, trimmed(rounded, length, length));
  }

  /** Without the rows and columns by which lengths were rounded up. */
  static float[] trimmed(Tensor rounded, int rows, int columns) {
    int heads = Math.toIntExact(rounded.size(1));
    int allRows = Math.toIntExact(rounded.size(2));
    int allColumns = Math.toIntExact(rounded.size(3));
    float[] all = Transfer.toArray(rounded);
    float[] own = new float[heads * rows * columns];
    for (int head = 0; head < heads; head++) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(
            all, (head * allRows + row) * allColumns, own, (head * rows + row) * columns, columns);
      }
    }
    return own;
  }

  /**
   * How much of a token goes into another.
   *
   * @param head the head, from 0
   * @param into the token that attends, from 0
   * @param of the token attended to, from 0
   * @return 0 to 1; over all that are attended to the sum is 1
   */
  public float at(int head, int into, int of) {
    return probabilities[(head * length + into) * length + of];
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "attention of %d heads, %d tokens", heads, length);
  }
}
