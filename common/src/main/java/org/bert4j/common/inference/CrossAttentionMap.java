package org.bert4j.common.inference;

import java.util.Locale;

/**
 * Attention probabilities of a decoder's layer to the sequence that the encoder has read, without
 * dropout.
 *
 * @param heads A
 * @param queries tokens of the decoder's sequence
 * @param keys tokens of the encoder's
 * @param probabilities {@code [A, queries, keys]}: how much of each token of the encoder goes into
 *     each of the decoder, row by row
 */
public record CrossAttentionMap(int heads, int queries, int keys, float[] probabilities) {
  /**
   * How much of a token goes into another.
   *
   * @param head the head, from 0
   * @param into the decoder's token, from 0
   * @param of the encoder's token, from 0
   * @return 0 to 1; over all of the encoder's the sum is 1
   */
  public float at(int head, int into, int of) {
    return probabilities[(head * queries + into) * keys + of];
  }

  /**
   * The mean of all heads.
   *
   * @return {@code [queries][keys]}
   */
  public float[][] mean() {
    float[][] mean = new float[queries][keys];
    for (int head = 0; head < heads; head++) {
      for (int into = 0; into < queries; into++) {
        for (int of = 0; of < keys; of++) {
          mean[into][of] += at(head, into, of) / heads;
        }
      }
    }
    return mean;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "attention of %d heads, %d tokens to %d", heads, queries, keys);
  }
}
