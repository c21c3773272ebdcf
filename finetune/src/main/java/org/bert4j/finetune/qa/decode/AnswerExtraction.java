package org.bert4j.finetune.qa.decode;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the best answers to a question in the scores of all windows of its context. */
public final class AnswerExtraction {
  private final DecodingConfig config;

  /**
   * Finds answers by some rules.
   *
   * @param config the rules
   */
  public AnswerExtraction(DecodingConfig config) {
    this.config = config;
  }

  /**
   * Answers one question.
   *
   * @param context the context
   * @param windows its windows with their scores, at least one
   * @return the best answers and the choice among them
   */
  public QuestionPrediction extract(String context, List<WindowScores> windows) {
    // Every window has to agree that there is no answer: the lowest score counts.
    ScoredSpan none =
        windows.stream()
            .map(ScoredSpan::none)
            .min(Comparator.comparingDouble(ScoredSpan::score))
            .orElseThrow();
    List<ScoredSpan> spans = new ArrayList<>();
    windows.forEach(window -> addSpans(spans, window));
    if (config.version2WithNegative()) {
      spans.add(none);
    }
    spans.sort(Comparator.comparingDouble(ScoredSpan::score).reversed());
    int kept = Math.min(config.nBestSize(), spans.size());
    List<ScoredSpan> nBest = new ArrayList<>(spans.subList(0, kept));
    if (config.version2WithNegative() && nBest.stream().allMatch(ScoredSpan::isSpan)) {
      nBest.add(none);
    }
    if (nBest.stream().noneMatch(ScoredSpan::isSpan)) {
      nBest.add(0, ScoredSpan.PLACEHOLDER);
    }
    return choose(none, candidates(context, nBest));
  }

  private void addSpans(List<ScoredSpan> spans, WindowScores window) {
    int[] ends = best(window.endLogits());
    for (int start : best(window.startLogits())) {
      for (int end : ends) {
        if (window.admits(start, end, config.maxAnswerLength())) {
          spans.add(
              new ScoredSpan(
                  window.starts()[start],
                  window.ends()[end],
                  window.startLogits()[start],
                  window.endLogits()[end]));
        }
      }
    }
  }

  /** Positions of the {@code n_best_size} highest scores, the highest first. */
  private int[] best(float[] scores) {
    int[] best = new int[Math.min(config.nBestSize(), scores.length)];
    int size = 0;
    for (int i = 0; i < scores.length; i++) {
      if (size == best.length && scores[i] <= scores[best[size - 1]]) {
        continue;
      }
      int place = size < best.length ? size++ : size - 1;
      while (place > 0 && scores[best[place - 1]] < scores[i]) {
        best[place] = best[place - 1];
        place--;
      }
      best[place] = i;
    }
    return best;
  }

  /** Softmax over the scores. */
  private static List<Candidate> candidates(String context, List<ScoredSpan> spans) {
    double highest = spans.stream().mapToDouble(ScoredSpan::score).max().orElseThrow();
    double sum = spans.stream().mapToDouble(span -> Math.exp(span.score() - highest)).sum();
    return spans.stream()
        .map(span -> span.candidate(context, Math.exp(span.score() - highest) / sum))
        .toList();
  }

  private QuestionPrediction choose(ScoredSpan none, List<Candidate> nBest) {
    Candidate best =
        nBest.stream().filter(candidate -> !candidate.text().isEmpty()).findFirst().orElseThrow();
    if (!config.version2WithNegative()) {
      return new QuestionPrediction(best, nBest, Double.NaN, false);
    }
    double odds = none.score() - best.startLogit() - best.endLogit();
    return new QuestionPrediction(best, nBest, odds, odds > config.nullScoreDiffThreshold());
  }
}
