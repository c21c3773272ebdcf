package org.bert4j.finetune.qa.data;

import java.util.List;
import java.util.Optional;

/**
 * A question about a context.
 *
 * @param id what predictions are filed under
 * @param text the question
 * @param answers all answers that people gave, empty if there is none or the file does not say
 * @param impossible whether the file marks the question as one that the context does not answer
 */
public record Question(String id, String text, List<GoldAnswer> answers, boolean impossible) {

  /**
   * Copies the answers.
   *
   * @param id what predictions are filed under
   * @param text the question
   * @param answers all answers
   * @param impossible whether the context does not answer it
   */
  public Question {
    answers = List.copyOf(answers);
  }

  /**
   * A question of which no answer is known.
   *
   * @param id what its prediction is filed under
   * @param text the question
   * @return the question
   */
  public static Question of(String id, String text) {
    return new Question(id, text, List.of(), false);
  }

  /**
   * Whether the official scripts count the question among those with an answer.
   *
   * @return true if there is an answer, whatever {@code is_impossible} says
   */
  public boolean hasAnswer() {
    return !answers.isEmpty();
  }

  /**
   * Whether the context answers the question.
   *
   * @return true if there is an answer and the question is not marked as impossible
   */
  public boolean isAnswerable() {
    return hasAnswer() && !impossible;
  }

  /**
   * The answer to train on.
   *
   * @return the first one that stands in the context, if the question is answerable and there is
   *     one
   */
  public Optional<GoldAnswer> trainingAnswer() {
    return isAnswerable()
        ? answers.stream().filter(GoldAnswer::stands).findFirst()
        : Optional.empty();
  }
}
