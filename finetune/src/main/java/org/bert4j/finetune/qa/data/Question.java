package org.bert4j.finetune.qa.data;

import java.util.List;
import java.util.Optional;

/**
 * A question about a context.
 *
 * @param id what predictions are filed under
 * @param text the question
 * @param answers all answers that people gave, empty if there is none or none is known
 * @param impossible whether it is known that the context does not answer the question
 */
public record Question(String id, String text, List<GoldAnswer> answers, boolean impossible) {

  /** Copies the answers. {@inheritDoc} */
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
   * Whether it is known how the question is answered, or that it is not.
   *
   * @return false if it can be neither trained on nor scored
   */
  public boolean isLabelled() {
    return hasAnswer() || impossible;
  }

  /**
   * Whether the context is known to answer the question.
   *
   * @return true if there is an answer with a text and the question is not marked as impossible
   */
  public boolean isAnswerable() {
    return !impossible && answers.stream().anyMatch(answer -> !answer.text().isBlank());
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
