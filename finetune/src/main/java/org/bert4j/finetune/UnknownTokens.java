package org.bert4j.finetune;

import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts how much of texts a vocabulary does not know. A model sees [UNK] there, whatever the word.
 * Thread-safe.
 */
public final class UnknownTokens {
  /** Vocabularies that fit have far fewer; another language or the wrong case many more. */
  private static final double MUCH = 0.05;

  private final int unknownId;
  private final LongAdder tokens = new LongAdder();
  private final LongAdder unknown = new LongAdder();

  /**
   * Begins at zero.
   *
   * @param unknownId id of [UNK]
   */
  public UnknownTokens(int unknownId) {
    this.unknownId = unknownId;
  }

  /**
   * Counts the tokens of a text.
   *
   * @param ids token ids, {@code [N]}
   */
  public void add(int[] ids) {
    int count = 0;
    for (int id : ids) {
      count += id == unknownId ? 1 : 0;
    }
    tokens.add(ids.length);
    unknown.add(count);
  }

  /**
   * The share of [UNK].
   *
   * @return 0 … 1, 0 where there are no tokens
   */
  public double share() {
    return tokens.sum() == 0 ? 0 : (double) unknown.sum() / tokens.sum();
  }

  /**
   * Whether the vocabulary does not fit the texts.
   *
   * @return true if more than 5 % are unknown
   */
  public boolean areMany() {
    return share() > MUCH;
  }

  /** One line for people, with a warning where there are many. */
  @Override
  public String toString() {
    String warning =
        areMany()
            ? "; warning: the vocabulary does not fit these texts, their language or their case"
            : "";
    return String.format(
        Locale.ROOT, "%,d tokens, %.2f %% of them unknown%s", tokens.sum(), 100 * share(), warning);
  }
}
