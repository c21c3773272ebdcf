package org.bert4j.finetune.embed;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.common.batch.SentencePairBatch;
import org.bert4j.common.run.ExampleChoice;
import org.bert4j.common.run.ExamplePrediction;
import org.bert4j.common.run.ExamplePrediction.Mark;
import org.bert4j.finetune.Evaluation;
import org.bert4j.finetune.WindowScorer;
import org.bert4j.finetune.metrics.Correlation;
import org.bert4j.finetune.text.LabelledText;
import org.bert4j.finetune.text.TextDataset;
import org.bert4j.finetune.text.TextWindows;

/**
 * Pairs of texts as a model reads them, each text by itself, and their scores where they have any.
 *
 * @param texts the pairs
 * @param windows first and second text of each pair, one after the other
 * @param scores of the pairs as the files have them, null where they have none
 */
record PairData(List<LabelledText> texts, TextWindows windows, double[] scores) {
  /**
   * Reads pairs.
   *
   * @param data pairs, with a number as label or without labels
   * @param reading how texts are read
   * @return the pairs
   * @throws IllegalArgumentException if some have a score and some do not, or one is no number; the
   *     message names file and line
   */
  static PairData of(TextDataset data, TextWindows.Reading reading) {
    List<String> texts =
        data.texts().stream().flatMap(each -> Stream.of(each.text(), each.pair())).toList();
    return new PairData(data.texts(), TextWindows.ofTexts(texts, reading), scores(data.texts()));
  }

  private static double[] scores(List<LabelledText> pairs) {
    boolean scored = !pairs.get(0).labels().isEmpty();
    double[] scores = new double[pairs.size()];
    for (int i = 0; i < scores.length; i++) {
      LabelledText pair = pairs.get(i);
      if (pair.labels().isEmpty() == scored) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s: %s, expected %s as in %s",
                pair.source(),
                scored ? "no score" : "a score",
                scored ? "one" : "none",
                pairs.get(0).source()));
      }
      scores[i] = scored ? number(pair) : 0;
    }
    return scored ? scores : null;
  }

  private static double number(LabelledText pair) {
    String written = pair.labels().get(0).strip();
    try {
      double number = Double.parseDouble(written);
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is not finite.
    }
    throw new IllegalArgumentException(
        pair.source() + ": the score is \"" + written + "\", expected a number");
  }

  int pairs() {
    return windows.count() / 2;
  }

  /** The largest amount of a score. */
  double largestScore() {
    return Arrays.stream(scores).map(Math::abs).max().orElse(0);
  }

  int longest(int pair) {
    return Math.max(windows.length(2 * pair), windows.length(2 * pair + 1));
  }

  int tokens(int pair) {
    return windows.length(2 * pair) + windows.length(2 * pair + 1);
  }

  /**
   * Appends a pair to a batch.
   *
   * @param batch receives it
   * @param pair its number
   * @param range what scores are divided by to be cosines
   */
  void addTo(SentencePairBatch batch, int pair, double range) {
    windows.addTo(batch.sequences(), 2 * pair);
    windows.addTo(batch.sequences(), 2 * pair + 1);
    batch.setScore(scores == null ? 1 : (float) (scores[pair] / range));
  }

  /**
   * Compares the cosines of pairs with their scores, or, where they have none, finds each first
   * text's partner.
   *
   * @param model makes vectors
   * @return the scores
   */
  Evaluation evaluate(WindowScorer model) {
    List<float[]> vectors = windows.outputs(model);
    ExampleChoice examples = new ExampleChoice();
    PairEvaluation found =
        scores == null ? retrieval(vectors, examples) : correlation(vectors, examples);
    return new Evaluation(found.score(), found.summary(), found.toJson(), examples.examples());
  }

  private PairEvaluation correlation(List<float[]> vectors, ExampleChoice examples) {
    double[] cosines = new double[pairs()];
    Arrays.setAll(cosines, i -> Vectors.cosine(vectors.get(2 * i), vectors.get(2 * i + 1)));
    for (int i = 0; i < pairs(); i++) {
      LabelledText pair = texts.get(i);
      String cosine = String.format(Locale.ROOT, "cosine %.3f", cosines[i]);
      examples.add(
          null,
          () ->
              new ExamplePrediction(
                  pair.inputs(),
                  List.of(Mark.of("score " + pair.labels().get(0))),
                  List.of(Mark.of(cosine)),
                  null));
    }
    return PairEvaluation.ofScores(
        pairs(), Correlation.spearman(scores, cosines), Correlation.pearson(scores, cosines));
  }

  /** First texts whose partner is closer than the second texts of all other pairs. */
  private PairEvaluation retrieval(List<float[]> vectors, ExampleChoice examples) {
    vectors.forEach(Vectors::normalized);
    VectorIndex.Hits hits = VectorIndex.nearest(every(vectors, 0), every(vectors, 1), 1);
    int found = 0;
    for (int i = 0; i < pairs(); i++) {
      LabelledText pair = texts.get(i);
      int nearest = hits.ids()[i][0];
      boolean right = nearest == i;
      found += right ? 1 : 0;
      examples.add(
          right,
          () ->
              new ExamplePrediction(
                  Map.of("first text", pair.text()),
                  List.of(Mark.of(pair.pair())),
                  List.of(Mark.of(texts.get(nearest).pair())),
                  right));
    }
    return PairEvaluation.ofRetrieval(pairs(), found);
  }

  private List<float[]> every(List<float[]> vectors, int first) {
    return IntStream.range(0, pairs()).mapToObj(i -> vectors.get(2 * i + first)).toList();
  }
}
