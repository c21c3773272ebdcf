package org.bert4j.finetune.qa.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bert4j.finetune.qa.data.Question;

/**
 * Scores of a whole data set, question by question. The questions' texts are not kept, so that a
 * data set of any size can be scored.
 */
public final class SquadMetrics {
  private static final double PERCENT = 100;

  private final Set<String> ids = new LinkedHashSet<>();
  private final List<QuestionScore> scores = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();
  private int questions;

  /** Starts with no question. */
  public SquadMetrics() {}

  /**
   * Scores a question. One of which no answer is known counts for nothing.
   *
   * @param question the question with its answers
   * @param prediction the predicted answer, empty for none; null if there is no prediction
   * @throws IllegalArgumentException if a question of this id has been scored before
   */
  public void add(Question question, String prediction) {
    if (!ids.add(question.id())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "question id %s occurs twice, expected an id of its own for each question",
              question.id()));
    }
    if (!question.isLabelled()) {
      return;
    }
    questions++;
    if (prediction == null) {
      missing.add(question.id());
    } else {
      scores.add(QuestionScore.of(question, prediction));
    }
  }

  /**
   * Questions without a prediction.
   *
   * @return their ids
   */
  public List<String> missing() {
    return List.copyOf(missing);
  }

  /**
   * Questions that have a prediction.
   *
   * @return their number
   */
  public int predicted() {
    return scores.size();
  }

  /**
   * The result of {@code evaluate-v1.1.py}; a question without a prediction counts as wrong.
   *
   * @return {@code exact_match} and {@code f1}, in percent
   * @throws IllegalArgumentException if there is no question, or one that has no answer
   */
  public Map<String, Number> version1() {
    requireQuestions(questions);
    double exact = 0;
    double f1 = 0;
    for (QuestionScore score : scores) {
      if (!score.hasAnswer()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "question %s has no answer, expected one for each question; score it as SQuAD 2.0",
                score.id()));
      }
      exact += score.version1().exact();
      f1 += score.version1().f1();
    }
    Map<String, Number> result = new LinkedHashMap<>();
    result.put("exact_match", PERCENT * exact / questions);
    result.put("f1", PERCENT * f1 / questions);
    return result;
  }

  /**
   * The result of {@code evaluate-v2.0.py}.
   *
   * @param noAnswer for each question how likely it has no answer, a probability or any other
   *     score; null for none
   * @param threshold a question whose {@code noAnswer} is above it counts as predicted to have none
   * @return the script's keys, among them {@code exact}, {@code f1} (in percent) and {@code total};
   *     with {@code noAnswer} also {@code best_exact}, {@code best_exact_thresh}, {@code best_f1}
   *     and {@code best_f1_thresh}
   * @throws IllegalArgumentException if there is no question, or one without prediction or {@code
   *     noAnswer}
   */
  public Map<String, Number> version2(Map<String, Double> noAnswer, double threshold) {
    requireQuestions(scores.size());
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no prediction for %d of %d questions, the first is %s; expected one for each, an empty text for no answer",
              missing.size(),
              questions,
              missing.get(0)));
    }
    List<QuestionScore> chosen =
        noAnswer == null ? scores : thresholded(noAnswer, threshold).scores;
    Map<String, Number> result = new LinkedHashMap<>();
    putMeans(result, "", chosen, score -> true);
    putMeans(result, "HasAns_", chosen, QuestionScore::hasAnswer);
    putMeans(result, "NoAns_", chosen, score -> !score.hasAnswer());
    if (noAnswer != null) {
      BestThreshold exact = BestThreshold.find(scores, noAnswer, AnswerScores::exact);
      BestThreshold f1 = BestThreshold.find(scores, noAnswer, AnswerScores::f1);
      result.put("best_exact", exact.score());
      result.put("best_exact_thresh", exact.threshold());
      result.put("best_f1", f1.score());
      result.put("best_f1_thresh", f1.threshold());
    }
    return result;
  }

  /**
   * The threshold that gives the highest F1: {@code best_f1_thresh} where the predictions added are
   * the best answers, never empty, of all questions.
   *
   * @param noAnswer for each question how likely it has no answer
   * @return the threshold above which to predict no answer; below every value if it is best to
   *     answer nothing, where the official script says 0
   */
  public double tunedThreshold(Map<String, Double> noAnswer) {
    double nothing = noAnswer.values().stream().mapToDouble(Double::doubleValue).min().orElse(0);
    BestThreshold best = BestThreshold.find(scores, noAnswer, AnswerScores::f1);
    return best.answersNothing() ? Math.nextDown(nothing) : best.threshold();
  }

  /**
   * The same questions with no answer predicted to some of them.
   *
   * @param noAnswer for each question how likely it has no answer
   * @param threshold questions above it get no answer
   * @return what scoring the predictions that are left would give
   * @throws IllegalArgumentException if a question has no {@code noAnswer}
   */
  public SquadMetrics thresholded(Map<String, Double> noAnswer, double threshold) {
    SquadMetrics result = new SquadMetrics();
    result.ids.addAll(ids);
    result.questions = questions;
    result.missing.addAll(missing);
    for (QuestionScore score : scores) {
      boolean none = probability(noAnswer, score) > threshold;
      result.scores.add(none ? score.withoutPrediction() : score);
    }
    return result;
  }

  private static void putMeans(
      Map<String, Number> result,
      String prefix,
      List<QuestionScore> scores,
      Predicate<QuestionScore> which) {
    double exact = 0;
    double f1 = 0;
    int total = 0;
    for (QuestionScore score : scores) {
      if (which.test(score)) {
        exact += score.version2().exact();
        f1 += score.version2().f1();
        total++;
      }
    }
    if (total > 0) {
      result.put(prefix + "exact", PERCENT * exact / total);
      result.put(prefix + "f1", PERCENT * f1 / total);
      result.put(prefix + "total", total);
    }
  }

  private static double probability(Map<String, Double> noAnswer, QuestionScore score) {
    Double value = noAnswer.get(score.id());
    if (value == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no no-answer probability for question %s, expected one for each question",
              score.id()));
    }
    return value;
  }

  private static void requireQuestions(int count) {
    if (count == 0) {
      throw new IllegalArgumentException(
          "there is no question to score, expected at least one with a prediction");
    }
  }
}
