package org.bert4j.finetune.qa.metrics;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The best place between questions that are answered and questions that are not.
 *
 * @param score mean score with that threshold, in percent
 * @param threshold no answer is predicted above it
 * @param answersNothing whether nothing scores better than no answer to any question; the threshold
 *     is then 0, as in the official script
 */
record BestThreshold(double score, double threshold, boolean answersNothing) {
  private static final double PERCENT = 100;

  /**
   * {@code find_best_thresh} of {@code evaluate-v2.0.py}: starts with no question answered, answers
   * one after the other, the least likely to have no answer first.
   */
  static BestThreshold find(
      List<QuestionScore> scores,
      Map<String, Double> noAnswer,
      ToDoubleFunction<AnswerScores> measure) {
    Map<String, QuestionScore> byId = new HashMap<>();
    double current = 0;
    for (QuestionScore score : scores) {
      byId.put(score.id(), score);
      current += score.hasAnswer() ? 0 : 1;
    }
    double best = current;
    double threshold = 0;
    boolean answersNothing = true;
    List<Map.Entry<String, Double>> order =
        noAnswer.entrySet().stream()
            .filter(entry -> byId.containsKey(entry.getKey()))
            .sorted(Comparator.comparingDouble(Map.Entry::getValue))
            .toList();
    for (Map.Entry<String, Double> entry : order) {
      QuestionScore score = byId.get(entry.getKey());
      double unanswerable = score.predictsAnswer() ? -1 : 0;
      current += score.hasAnswer() ? measure.applyAsDouble(score.version2()) : unanswerable;
      if (current > best) {
        best = current;
        threshold = entry.getValue();
        answersNothing = false;
      }
    }
    return new BestThreshold(PERCENT * best / scores.size(), threshold, answersNothing);
  }
}
