package org.bert4j.pretrain;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a run may change without computing something else beyond rounding.
 *
 * @param threads threads that compute, at most the machine's cores make sense
 * @param checkpointEvery steps between checkpoints, 0 for one at the end only
 * @param evaluateEvery steps between held-out evaluations, 0 for one at the end only
 * @param logEvery steps between lines of {@code metrics.jsonl}
 */
@JsonNaming(SnakeCaseStrategy.class)
public record RuntimeConfig(int threads, long checkpointEvery, long evaluateEvery, long logEvery) {
  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public RuntimeConfig {
    Range.atLeast("threads", threads, 1);
    Range.atLeast("checkpoint_every", checkpointEvery, 0);
    Range.atLeast("evaluate_every", evaluateEvery, 0);
    Range.atLeast("log_every", logEvery, 1);
  }
}
