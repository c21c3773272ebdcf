package org.bert4j.finetune;

import java.util.concurrent.atomic.LongAdder;
import org.bert4j.tokenizer.UnknownShare;

/**
 * Counts how much of texts a vocabulary does not know. A model sees [UNK] there, whatever the word.
 * Thread-safe.
 */
public final class UnknownTokens {
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
   * What was counted so far.
   *
   * @return tokens, and how many of them are [UNK]
   */
  public UnknownShare share() {
    return new UnknownShare(tokens.sum(), unknown.sum());
  }

  /** One phrase for people, with a warning where there are many. */
  @Override
  public String toString() {
    return share().toString();
  }
}
