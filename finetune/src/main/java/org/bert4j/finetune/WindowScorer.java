package org.bert4j.finetune;

/** Computes logits of windows, as a model does. */
@FunctionalInterface
public interface WindowScorer {
  /**
   * Computes the logits of all windows, without dropout.
   *
   * @param windows the windows
   * @param receiver takes the logits of each once, in any order
   */
  void compute(WindowLogits.Windows windows, WindowLogits.Receiver receiver);
}
