package org.bert4j.finetune;

import org.bert4j.common.inference.Sequences;

/** Computes logits of windows, as a model does. */
@FunctionalInterface
public interface WindowScorer {
  /**
   * Computes the logits of all windows, without dropout.
   *
   * @param windows the windows
   * @param receiver takes the logits of each once, in any order: {@code [S, K]} row by row, or
   *     {@code [K]} of a model with outputs for sequences
   */
  void compute(Sequences windows, Sequences.Receiver<float[]> receiver);
}
