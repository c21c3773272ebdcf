package org.bert4j.finetune.qa;

import org.bert4j.finetune.qa.decode.Candidate;
import org.bert4j.finetune.qa.decode.QuestionPrediction;

/**
 * An answer to a question.
 *
 * @param text the answer, equal to {@code context.substring(start, end)}; empty for no answer
 * @param start first Java {@code char} of the answer in the context; 0 for no answer
 * @param end Java {@code char} after the last one; 0 for no answer
 * @param probability its share of the softmax over the scores of the best candidates
 */
public record Answer(String text, int start, int end, double probability) {

  /** The candidate that was chosen. */
  static Answer of(QuestionPrediction prediction) {
    if (!prediction.none()) {
      return of(prediction.best());
    }
    double probability =
        prediction.nBest().stream()
            .filter(candidate -> candidate.text().isEmpty())
            .mapToDouble(Candidate::probability)
            .max()
            .orElse(0);
    return new Answer("", 0, 0, probability);
  }

  static Answer of(Candidate candidate) {
    return candidate.isSpan()
        ? new Answer(candidate.text(), candidate.start(), candidate.end(), candidate.probability())
        : new Answer("", 0, 0, candidate.probability());
  }

  /**
   * Whether the context answers the question.
   *
   * @return false for no answer
   */
  public boolean isPresent() {
    return !text.isEmpty();
  }
}
