package org.bert4j.common.decoding;

import java.util.Locale;

/**
 * How targets are written.
 *
 * @param beginId token that every target begins with
 * @param endId token that every target ends with
 * @param beams hypotheses of a sentence at a time; 1 is greedy
 * @param lengthPenalty α of Wu et al. (2016): a hypothesis of n tokens has its log-probability over
 *     {@code ((5 + n) / 6)^α}; 0 prefers short ones, more prefers longer ones
 * @param maxLength tokens of a target at most, its begin and end not counted
 * @param cached whether keys and values of earlier tokens are kept; the targets are the same
 */
public record GenerationSettings(
    int beginId, int endId, int beams, double lengthPenalty, int maxLength, boolean cached) {
  private static final int MAX_BEAMS = 100;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public GenerationSettings {
    if (beams < 1 || beams > MAX_BEAMS) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "beams is %d, expected 1 to %d", beams, MAX_BEAMS));
    }
    if (!(lengthPenalty >= 0 && lengthPenalty <= MAX_BEAMS)) {
      throw new IllegalArgumentException(
          "length_penalty is " + lengthPenalty + ", expected 0 to 100");
    }
    if (maxLength < 1) {
      throw new IllegalArgumentException("max_length is " + maxLength + ", expected 1 or more");
    }
  }

  /**
   * What the log-probability of a hypothesis of so many tokens, its end included, is divided by.
   */
  double penalty(int length) {
    return Math.pow((5.0 + length) / 6, lengthPenalty);
  }
}
