package org.bert4j.finetune.qa;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.data.PredictionFile;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.data.SquadReader;
import org.bert4j.finetune.qa.data.SquadSummary;
import org.bert4j.finetune.qa.metrics.SquadMetrics;

/**
 * What the official script says about predictions for a file: {@code evaluate-v1.1.py}, or {@code
 * evaluate-v2.0.py} where the file is one of SQuAD 2.0.
 *
 * @param scores the script's keys and values; none if the file has no answers to score by
 * @param summary what the file held
 * @param missing ids of questions without a prediction, which count as wrong
 */
public record SquadEvaluation(
    Map<String, Number> scores, SquadSummary summary, List<String> missing) {

  /**
   * Scores predictions of any program.
   *
   * @param input questions and answers in SQuAD's form
   * @param predictions one JSON object, {@code {"question id": "answer"}}
   * @return the scores
   * @throws IllegalArgumentException if a file is missing or broken, the predictions are not for
   *     these questions, or one is missing for SQuAD 2.0; the message names the file
   * @throws IOException if reading fails
   */
  public static SquadEvaluation of(Path input, Path predictions) throws IOException {
    return score(input, predictions, null, 0);
  }

  /**
   * Scores predictions of any program for SQuAD 2.0, with a score of no answer for each question.
   *
   * @param input questions and answers in SQuAD's form
   * @param predictions one JSON object, {@code {"question id": "answer"}}
   * @param noAnswer one JSON object, {@code {"question id": number}}, such as {@code
   *     null_odds.json}; the script's {@code --na-prob-file}
   * @param threshold questions above it count as predicted to have no answer; the script's {@code
   *     --na-prob-thresh}
   * @return the scores, with the best thresholds
   * @throws IllegalArgumentException if a file is missing or broken, the predictions are not for
   *     these questions, one is missing, or the input is not one of SQuAD 2.0
   * @throws IOException if reading fails
   */
  public static SquadEvaluation of(Path input, Path predictions, Path noAnswer, double threshold)
      throws IOException {
    return score(input, predictions, PredictionFile.noAnswer(noAnswer), threshold);
  }

  private static SquadEvaluation score(
      Path input, Path predictions, Map<String, Double> noAnswer, double threshold)
      throws IOException {
    Map<String, String> answers = PredictionFile.answers(predictions);
    SquadMetrics metrics = new SquadMetrics();
    SquadSummary summary =
        SquadReader.read(
            input,
            OffsetUnit.CODE_POINTS, // makes no difference: answers are compared as texts
            paragraph -> {
              for (Question question : paragraph.questions()) {
                add(metrics, question, answers.get(question.id()), input);
              }
            });
    if (!summary.isLabelled()) {
      throw new IllegalArgumentException(
          input
              + (summary.questions().total() == 0
                  ? ": no questions, expected at least one"
                  : ": no question has an answer, expected answers to score predictions by"));
    }
    if (metrics.predicted() == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: no prediction for any of the %d questions of %s, expected predictions for that file",
              predictions,
              summary.questions().total(),
              input));
    }
    if (noAnswer != null && !summary.isVersion2()) {
      throw new IllegalArgumentException(
          input + ": every question has an answer, expected SQuAD 2.0 beside no-answer scores");
    }
    try {
      Map<String, Number> scores =
          summary.isVersion2() ? metrics.version2(noAnswer, threshold) : metrics.version1();
      return new SquadEvaluation(scores, summary, metrics.missing());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(predictions + ": " + e.getMessage(), e);
    }
  }

  private static void add(SquadMetrics metrics, Question question, String answer, Path input) {
    try {
      metrics.add(question, answer);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(input + ": " + e.getMessage(), e);
    }
  }
}
