package org.bert4j.finetune.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bert4j.common.batch.SequenceClassificationBatch;
import org.bert4j.common.model.ProblemType;
import org.bert4j.common.run.ExampleChoice;
import org.bert4j.common.run.ExamplePrediction;
import org.bert4j.common.run.ExamplePrediction.Mark;
import org.bert4j.finetune.classify.Classification.LabelScore;
import org.bert4j.finetune.classify.ClassifyEvaluation.Trust;
import org.bert4j.finetune.metrics.ConfusionMatrix;
import org.bert4j.finetune.metrics.LabelSets;
import org.bert4j.finetune.metrics.NumberScores;
import org.bert4j.finetune.metrics.Probabilities;
import org.bert4j.finetune.text.LabelledText;

/**
 * What a model's K outputs stand for.
 *
 * @param problem classes, or a number
 * @param labels names of the K classes, or of the number
 */
record TextClasses(ProblemType problem, List<String> labels) {
  TextClasses {
    labels = List.copyOf(labels);
  }

  int size() {
    return labels.size();
  }

  /**
   * Refuses annotations that the outputs have no place for.
   *
   * @param texts annotated texts
   * @throws IllegalArgumentException if there is one; the message names its file and line
   */
  void requireKnown(List<LabelledText> texts) {
    for (LabelledText text : texts) {
      switch (problem) {
        case SINGLE_LABEL_CLASSIFICATION -> id(text);
        case MULTI_LABEL_CLASSIFICATION -> targets(text);
        case REGRESSION -> number(text);
      }
    }
  }

  /** Class of a text with one. */
  int id(LabelledText text) {
    if (text.labels().size() != 1) {
      throw error(text, "labels are " + text.labels() + ", expected one of " + shown());
    }
    return id(text, text.labels().get(0));
  }

  private int id(LabelledText text, String label) {
    int id = labels.indexOf(label);
    if (id < 0) {
      throw error(
          text, "the label is \"" + label + "\", expected one that the model knows: " + shown());
    }
    return id;
  }

  /** For each class 1 if a text has it, else 0; of a regression its number. */
  float[] targets(LabelledText text) {
    if (problem == ProblemType.REGRESSION) {
      return new float[] {(float) number(text)};
    }
    float[] targets = new float[size()];
    text.labels().forEach(label -> targets[id(text, label)] = 1);
    return targets;
  }

  private static double number(LabelledText text) {
    String written = text.labels().isEmpty() ? "" : text.labels().get(0);
    try {
      double number = Double.parseDouble(written.strip());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Told below, like a number that is not finite.
    }
    throw error(text, "the label is \"" + written + "\", expected a number");
  }

  private static IllegalArgumentException error(LabelledText text, String message) {
    return new IllegalArgumentException(text.source() + ": " + message);
  }

  /** Some of the labels: there may be hundreds. */
  private String shown() {
    int most = 20;
    String names = String.join(", ", labels.subList(0, Math.min(most, size())));
    return size() <= most
        ? names
        : String.format(Locale.ROOT, "%s and %,d more", names, size() - most);
  }

  /**
   * Appends what is annotated about a text.
   *
   * @param batch receives it
   * @param text the text
   * @param weights {@code [K]} of the classes of a text with one
   */
  void addTo(SequenceClassificationBatch batch, LabelledText text, float[] weights) {
    if (problem == ProblemType.SINGLE_LABEL_CLASSIFICATION) {
      int id = id(text);
      batch.addLabel(id, weights[id]);
    } else {
      batch.addTargets(targets(text));
    }
  }

  /**
   * Reads outputs.
   *
   * @param outputs {@code [K]}
   * @param temperature of logits of one class
   * @return what they say
   */
  Classification classify(float[] outputs, double temperature) {
    double[] scores =
        switch (problem) {
          case SINGLE_LABEL_CLASSIFICATION -> Probabilities.softmax(outputs, temperature);
          case MULTI_LABEL_CLASSIFICATION -> Probabilities.sigmoid(outputs, 1);
          case REGRESSION -> IntStream.range(0, size()).mapToDouble(k -> outputs[k]).toArray();
        };
    List<LabelScore> all = new ArrayList<>(size());
    for (int k = 0; k < size(); k++) {
      all.add(new LabelScore(labels.get(k), scores[k]));
    }
    if (problem != ProblemType.REGRESSION) {
      all.sort(Comparator.comparingDouble(LabelScore::score).reversed());
    }
    return new Classification(all);
  }

  /**
   * The temperature with which probabilities are most to be trusted.
   *
   * @param texts annotated texts
   * @param outputs {@code [K]} for each
   * @return 1 unless texts have one class of several
   */
  double temperature(List<LabelledText> texts, List<float[]> outputs) {
    return problem == ProblemType.SINGLE_LABEL_CLASSIFICATION
        ? Probabilities.temperature(
            outputs.toArray(float[][]::new), texts.stream().mapToInt(this::id).toArray())
        : 1;
  }

  /**
   * Compares outputs with annotations.
   *
   * @param texts annotated texts
   * @param outputs {@code [K]} for each
   * @param temperature of logits of one class
   * @return the scores
   */
  ClassifyEvaluation evaluate(List<LabelledText> texts, List<float[]> outputs, double temperature) {
    return switch (problem) {
      case SINGLE_LABEL_CLASSIFICATION -> oneClass(texts, outputs, temperature);
      case MULTI_LABEL_CLASSIFICATION -> severalClasses(texts, outputs);
      case REGRESSION ->
          new ClassifyEvaluation.Numbers(
              NumberScores.of(
                  texts.stream().mapToDouble(TextClasses::number).toArray(),
                  outputs.stream().mapToDouble(each -> each[0]).toArray()),
              texts.size());
    };
  }

  private ClassifyEvaluation oneClass(
      List<LabelledText> texts, List<float[]> outputs, double temperature) {
    int[] annotated = texts.stream().mapToInt(this::id).toArray();
    int[] predicted =
        outputs.stream()
            .mapToInt(each -> Probabilities.largest(Probabilities.softmax(each, 1)))
            .toArray();
    return new ClassifyEvaluation.OneClass(
        labels,
        ConfusionMatrix.of(annotated, predicted, size()),
        temperature,
        trust(annotated, outputs, temperature),
        trust(annotated, outputs, 1));
  }

  private static Trust trust(int[] annotated, List<float[]> outputs, double temperature) {
    double[][] probabilities =
        outputs.stream()
            .map(each -> Probabilities.softmax(each, temperature))
            .toArray(double[][]::new);
    return new Trust(
        Probabilities.logLoss(probabilities, annotated),
        Probabilities.calibrationError(probabilities, annotated));
  }

  private ClassifyEvaluation severalClasses(List<LabelledText> texts, List<float[]> outputs) {
    boolean[][] annotated = new boolean[texts.size()][size()];
    boolean[][] predicted = new boolean[texts.size()][size()];
    for (int i = 0; i < annotated.length; i++) {
      float[] targets = targets(texts.get(i));
      double[] probabilities = Probabilities.sigmoid(outputs.get(i), 1);
      for (int k = 0; k < size(); k++) {
        annotated[i][k] = targets[k] == 1;
        predicted[i][k] = probabilities[k] >= Classification.THRESHOLD;
      }
    }
    return new ClassifyEvaluation.SeveralClasses(
        labels, LabelSets.of(annotated, predicted, size()), texts.size());
  }

  /**
   * Offers a prediction to look at.
   *
   * @param examples takes it or not
   * @param text annotated
   * @param predicted what the model says about it
   */
  void addExample(ExampleChoice examples, LabelledText text, Classification predicted) {
    List<Mark> said =
        switch (problem) {
          case SINGLE_LABEL_CLASSIFICATION ->
              List.of(Mark.of(predicted.label(), predicted.score()));
          case MULTI_LABEL_CLASSIFICATION ->
              predicted.scores().stream()
                  .filter(each -> each.score() >= Classification.THRESHOLD)
                  .map(each -> Mark.of(each.label(), each.score()))
                  .toList();
          case REGRESSION ->
              List.of(Mark.of(String.format(Locale.ROOT, "%.3f", predicted.score())));
        };
    Boolean right = problem == ProblemType.REGRESSION ? null : isRight(text, said);
    examples.add(
        right,
        () ->
            new ExamplePrediction(
                text.inputs(), text.labels().stream().map(Mark::of).toList(), said, right));
  }

  private static boolean isRight(LabelledText text, List<Mark> said) {
    return said.stream()
        .map(Mark::label)
        .collect(Collectors.toSet())
        .equals(Set.copyOf(text.labels()));
  }

  /**
   * Weights of the classes that make up for how rare they are: n / (K n_k) for a class with n_k of
   * n texts, scikit-learn's {@code balanced}.
   *
   * @param texts annotated texts with one class each
   * @return {@code [K]}
   */
  float[] balancedWeights(List<LabelledText> texts) {
    int[] counts = new int[size()];
    texts.forEach(text -> counts[id(text)]++);
    float[] weights = new float[size()];
    for (int k = 0; k < size(); k++) {
      weights[k] = counts[k] == 0 ? 0 : (float) texts.size() / size() / counts[k];
    }
    return weights;
  }

  /** Weights of classes that all count the same. */
  float[] equalWeights() {
    float[] weights = new float[size()];
    Arrays.fill(weights, 1);
    return weights;
  }
}
