package org.bert4j.finetune.qa;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.run.ExampleChoice;
import org.bert4j.common.run.ExamplePrediction;
import org.bert4j.common.run.ExamplePrediction.Mark;
import org.bert4j.finetune.qa.data.GoldAnswer;
import org.bert4j.finetune.qa.data.Question;
import org.bert4j.finetune.qa.decode.Candidate;
import org.bert4j.finetune.qa.decode.DecodingConfig;
import org.bert4j.finetune.qa.decode.QuestionPrediction;
import org.bert4j.finetune.qa.metrics.AnswerScores;

/** The first answers of a data set, for people to look at. */
final class AnswerExamples {
  /** Questions to choose from: the threshold that decides about no answer is known afterwards. */
  private static final int KEPT = 500;

  /** Context that is shown before and behind an answer, in {@code char}s. */
  private static final int AROUND = 240;

  /** Longest word that is not cut. */
  private static final int WORD = 24;

  private static final String NO_ANSWER = "no answer";

  private final List<Answered> first = new ArrayList<>();

  /** A question and what was answered. */
  private record Answered(Question question, String context, QuestionPrediction prediction) {}

  void add(Question question, String context, QuestionPrediction prediction) {
    if (first.size() < KEPT && question.isLabelled()) {
      first.add(new Answered(question, context, prediction));
    }
  }

  /**
   * Some right and some wrong answers.
   *
   * @param config with the threshold above which there is no answer
   */
  List<ExamplePrediction> choose(DecodingConfig config) {
    ExampleChoice choice = new ExampleChoice();
    for (Answered each : first) {
      boolean none =
          config.version2WithNegative()
              && each.prediction().nullOdds() > config.nullScoreDiffThreshold();
      String text = none ? "" : each.prediction().best().text();
      List<String> answers = each.question().answers().stream().map(GoldAnswer::text).toList();
      boolean right = AnswerScores.version2(text, answers).exact() == 1;
      choice.add(right, () -> example(each, none, right));
    }
    return choice.examples();
  }

  private static ExamplePrediction example(Answered answered, boolean none, boolean right) {
    Question question = answered.question();
    Candidate best = answered.prediction().best();
    int middle =
        question
            .trainingAnswer()
            .map(GoldAnswer::start)
            .orElse(best.isSpan() && !none ? best.start() : 0);
    Snippet snippet = Snippet.around(answered.context(), middle);
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put("question", question.text());
    inputs.put("context", snippet.text());
    Map<String, Mark> expected = new LinkedHashMap<>(); // people gave the same answer twice
    for (GoldAnswer answer : question.answers()) {
      expected.putIfAbsent(
          answer.text(), snippet.mark(answer.text(), answer.start(), answer.end()));
    }
    return new ExamplePrediction(
        inputs,
        expected.isEmpty() ? List.of(Mark.of(NO_ANSWER)) : List.copyOf(expected.values()),
        List.of(none ? Mark.of(NO_ANSWER) : snippet.mark(best.text(), best.start(), best.end())),
        right);
  }

  /**
   * A piece of a context.
   *
   * @param start where it begins in the context
   * @param lead what stands before it
   */
  private record Snippet(int start, String lead, String piece, String trail) {
    static Snippet around(String context, int middle) {
      int start = afterWord(context, boundary(context, middle - AROUND));
      int end = beforeWord(context, boundary(context, middle + AROUND));
      return new Snippet(
          start,
          start > 0 ? "… " : "",
          context.substring(start, end),
          end < context.length() ? " …" : "");
    }

    private static int afterWord(String context, int start) {
      int blank = context.indexOf(' ', start);
      return start > 0 && blank >= 0 && blank - start < WORD ? blank + 1 : start;
    }

    private static int beforeWord(String context, int end) {
      int blank = context.lastIndexOf(' ', end);
      return end < context.length() && end - blank < WORD ? blank : end;
    }

    /** Not within a surrogate pair. */
    private static int boundary(String context, int at) {
      int within = Math.max(0, Math.min(context.length(), at));
      boolean splits =
          within > 0
              && within < context.length()
              && Character.isLowSurrogate(context.charAt(within));
      return splits ? within - 1 : within;
    }

    String text() {
      return lead + piece + trail;
    }

    Mark mark(String answer, int from, int to) {
      boolean inside = from >= start && to <= start + piece.length() && to > from;
      int shift = lead.length() - start;
      return inside ? Mark.of(answer, from + shift, to + shift) : Mark.of(answer);
    }
  }
}
