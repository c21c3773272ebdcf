package org.bert4j.finetune.qa.decode;

/**
 * A span of a context and its scores.
 *
 * @param start first Java char, −1 for no answer
 * @param end Java char after the last one, −1 for no answer
 */
record ScoredSpan(int start, int end, float startLogit, float endLogit) {
  /** What the reference implementation answers where no span is admissible. */
  private static final String NOTHING_ADMISSIBLE = "empty";

  /** Its answer. */
  static final ScoredSpan PLACEHOLDER = new ScoredSpan(-1, -1, 0, 0);

  /** No answer, as a window scores it. */
  static ScoredSpan none(WindowScores window) {
    return new ScoredSpan(-1, -1, window.startLogits()[0], window.endLogits()[0]);
  }

  /** In single precision, as the reference implementation adds. */
  float score() {
    return startLogit + endLogit;
  }

  boolean isSpan() {
    return start >= 0;
  }

  Candidate candidate(String context, double probability) {
    String nothing = this == PLACEHOLDER ? NOTHING_ADMISSIBLE : "";
    String text = isSpan() ? context.substring(start, end) : nothing;
    return new Candidate(text, start, end, startLogit, endLogit, probability);
  }
}
