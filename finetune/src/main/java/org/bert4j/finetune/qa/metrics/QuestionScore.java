package org.bert4j.finetune.qa.metrics;

import java.util.List;
import org.bert4j.finetune.qa.data.GoldAnswer;
import org.bert4j.finetune.qa.data.Question;

/**
 * The scores of one question under both official scripts.
 *
 * @param version1 {@link AnswerScores#NONE} if the question has no answer
 * @param predictsAnswer whether an answer is predicted
 */
record QuestionScore(
    String id,
    boolean hasAnswer,
    boolean predictsAnswer,
    AnswerScores version1,
    AnswerScores version2) {

  static QuestionScore of(Question question, String prediction) {
    List<String> answers = question.answers().stream().map(GoldAnswer::text).toList();
    return new QuestionScore(
        question.id(),
        question.hasAnswer(),
        !prediction.isEmpty(),
        answers.isEmpty() ? AnswerScores.NONE : AnswerScores.version1(prediction, answers),
        AnswerScores.version2(prediction, answers));
  }

  /** The question with no answer predicted. */
  QuestionScore withoutPrediction() {
    double right = hasAnswer ? 0 : 1;
    return new QuestionScore(
        id, hasAnswer, false, AnswerScores.NONE, new AnswerScores(right, right));
  }
}
