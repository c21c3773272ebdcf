package org.bert4j.tokenizer;

import java.util.Locale;

/**
 * How much of a text a vocabulary cannot spell.
 *
 * @param tokens tokens of the text
 * @param unknown how many of them are [UNK]
 */
public record UnknownShare(long tokens, long unknown) {
  /** Vocabularies that fit have far fewer; another language or the wrong case many more. */
  private static final double MUCH = 0.05;

  /**
   * The share of [UNK].
   *
   * @return 0 … 1, 0 where there are no tokens
   */
  public double share() {
    return tokens == 0 ? 0 : (double) unknown / tokens;
  }

  /**
   * Whether the vocabulary does not fit the text.
   *
   * @return true if more than 5 % are unknown
   */
  public boolean isLarge() {
    return share() > MUCH;
  }

  /** One phrase for people, with a warning where the share is large. */
  @Override
  public String toString() {
    String warning =
        isLarge()
            ? "; warning: the vocabulary does not fit these texts, their language or their case"
            : "";
    return String.format(
        Locale.ROOT, "%,d tokens, %.2f %% of them unknown%s", tokens, 100 * share(), warning);
  }
}
