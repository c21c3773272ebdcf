package org.bert4j.finetune.qa;

import org.bert4j.finetune.WindowLogits;

/** Scores every token of windows as the first and as the last one of an answer, as a model does. */
@FunctionalInterface
interface SpanScorer {

  /**
   * Scores windows, each once and in any order.
   *
   * @param windows the windows
   * @param receiver takes the scores of each, {@code [S, 2]} row by row: start and end
   */
  void score(WindowLogits.Windows windows, WindowLogits.Receiver receiver);
}
