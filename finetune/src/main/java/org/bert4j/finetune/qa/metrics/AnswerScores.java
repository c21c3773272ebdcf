package org.bert4j.finetune.qa.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/**
 * How well a prediction agrees with a question's answers.
 *
 * @param exact 1 if it equals one of the answers after normalization, else 0
 * @param f1 the highest F1 of its words with those of an answer
 */
public record AnswerScores(double exact, double f1) {

  /** Scores of a wrong answer. */
  static final AnswerScores NONE = new AnswerScores(0, 0);

  /**
   * Scores as {@code evaluate-v1.1.py} gives them.
   *
   * @param prediction the predicted answer
   * @param answers the answers, at least one
   * @return the best over the answers
   * @throws IllegalArgumentException if there are no answers
   */
  public static AnswerScores version1(String prediction, List<String> answers) {
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("answers is empty, expected at least one answer");
    }
    return best(prediction, answers, AnswerScores::overlap);
  }

  /**
   * Scores as {@code evaluate-v2.0.py} gives them: without an answer, the empty one is right.
   *
   * @param prediction the predicted answer, empty for none
   * @param answers the answers, none if the question has none
   * @return the best over the answers
   */
  public static AnswerScores version2(String prediction, List<String> answers) {
    List<String> gold = new ArrayList<>(answers);
    gold.removeIf(answer -> AnswerNormalization.words(answer).isEmpty());
    if (gold.isEmpty()) {
      gold.add("");
    }
    return best(
        prediction,
        gold,
        (predicted, answer) ->
            predicted.isEmpty() || answer.isEmpty()
                ? (predicted.equals(answer) ? 1 : 0)
                : overlap(predicted, answer));
  }

  private static AnswerScores best(
      String prediction,
      List<String> answers,
      ToDoubleBiFunction<List<String>, List<String>> similarity) {
    List<String> predicted = AnswerNormalization.words(prediction);
    double exact = 0;
    double f1 = 0;
    for (String answer : answers) {
      List<String> gold = AnswerNormalization.words(answer);
      exact = Math.max(exact, predicted.equals(gold) ? 1 : 0);
      f1 = Math.max(f1, similarity.applyAsDouble(predicted, gold));
    }
    return new AnswerScores(exact, f1);
  }

  /** F1 of two bags of words; 0 if they have no word in common. */
  private static double overlap(List<String> predicted, List<String> gold) {
    Map<String, Integer> counts = new HashMap<>();
    for (String word : gold) {
      counts.merge(word, 1, Integer::sum);
    }
    int same = 0;
    for (String word : predicted) {
      if (counts.merge(word, -1, Integer::sum) >= 0) {
        same++;
      }
    }
    if (same == 0) {
      return 0;
    }
    double precision = (double) same / predicted.size();
    double recall = (double) same / gold.size();
    return 2 * precision * recall / (precision + recall);
  }
}
