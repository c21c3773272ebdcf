package org.bert4j.common.model;

import java.util.Locale;

/**
 * Largest batch of a run.
 *
 * @param sequences B
 * @param length S of the longest
 * @param predictions what the head predicts at chosen positions of a sequence at most, 0 where it
 *     looks at all tokens or at sequences
 */
public record BatchShape(int sequences, int length, int predictions) {
  /** More tokens than this do not fit into a batch. */
  private static final int MAX_TOKENS = Integer.MAX_VALUE / 2;

  /**
   * Refuses what no batch can hold. {@inheritDoc}
   *
   * @throws IllegalArgumentException if it has too many tokens
   */
  public BatchShape {
    if ((long) sequences * Math.max(length, predictions) > MAX_TOKENS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a batch of %,d sequences of %,d tokens, expected at most %,d tokens in all",
              sequences,
              length,
              MAX_TOKENS));
    }
  }

  /**
   * The largest batch of each replica.
   *
   * @param replicas that sequences are dealt out to
   */
  BatchShape ofReplica(int replicas) {
    return new BatchShape((sequences + replicas - 1) / replicas, length, predictions);
  }
}
