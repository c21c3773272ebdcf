package org.bert4j.finetune.qa.decode;

import java.util.List;

/**
 * What a model answers to one question.
 *
 * @param best the best answer that is not empty
 * @param nBest the best candidates, the likeliest first; with {@code version_2_with_negative} one
 *     of them is no answer
 * @param nullOdds the score of no answer minus that of the best answer, NaN without {@code
 *     version_2_with_negative}
 * @param none whether no answer was chosen
 */
public record QuestionPrediction(
    Candidate best, List<Candidate> nBest, double nullOdds, boolean none) {

  /**
   * The chosen answer.
   *
   * @return the text, empty for no answer
   */
  public String text() {
    return none ? "" : best.text();
  }
}
