package org.bert4j.finetune.qa;

import org.bert4j.common.batch.TokenBatch;

/** Scores every token as the first and as the last one of an answer, as a model does. */
@FunctionalInterface
interface SpanScorer {

  /**
   * Scores a batch.
   *
   * @param batch sequences of N tokens together
   * @return {@code [N, 2]} row-major: start and end
   */
  float[] logits(TokenBatch batch);
}
