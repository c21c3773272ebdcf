package org.bert4j.common.dl4j;

import java.util.Arrays;
import java.util.Locale;
import org.bert4j.common.batch.TokenBatch;

/**
 * Which places of Deeplearning4j's arrays {@code [B, T, ...]} hold tokens: the first ones of each
 * example, as many as its mask has ones.
 */
final class PaddedBatch {
  private final TokenBatch tokens = new TokenBatch();
  private final int examples;
  private final int length;
  private int[] exampleOf = new int[0];

  /**
   * Reads a batch.
   *
   * @param examples B
   * @param length T
   * @param mask {@code [B, T]} row by row, 1 where there is a token; null if there is one
   *     everywhere
   * @param ids {@code [B, T]}, null where rows are the input
   * @param types {@code [B, T]}, null if all are 0
   * @throws IllegalArgumentException if a mask is not ones followed by zeros
   */
  PaddedBatch(int examples, int length, float[] mask, int[] ids, int[] types) {
    this.examples = examples;
    this.length = length;
    exampleOf = new int[examples];
    int[] zeros = new int[length];
    for (int example = 0; example < examples; example++) {
      int from = example * length;
      int count = mask == null ? length : ones(mask, example);
      if (count > 0) {
        exampleOf[tokens.sequences()] = example;
        int[] ofTokens = ids == null ? zeros : Arrays.copyOfRange(ids, from, from + count);
        int[] ofTypes = types == null ? zeros : Arrays.copyOfRange(types, from, from + count);
        tokens.add(ofTokens, ofTypes, 0, count);
      }
    }
  }

  private int ones(float[] mask, int example) {
    int count = 0;
    while (count < length && mask[example * length + count] != 0) {
      count++;
    }
    for (int i = count; i < length; i++) {
      if (mask[example * length + i] != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the mask of example %d has a one at %d behind a zero at %d, expected ones for the tokens of the text, then zeros",
                example,
                i,
                count));
      }
    }
    return count;
  }

  /** The sequences without padding; those of no token are left out. */
  TokenBatch tokens() {
    return tokens;
  }

  /** B, those of no token included. */
  int examples() {
    return examples;
  }

  /** T. */
  int length() {
    return length;
  }

  /**
   * Which example a sequence is.
   *
   * @param key of the sequence, in {@link #tokens} or a shard of it
   */
  int example(int key) {
    return exampleOf[key];
  }

  /** Row of a sequence's first token in {@code [B T, H]}. */
  int firstRow(int key) {
    return exampleOf[key] * length;
  }
}
