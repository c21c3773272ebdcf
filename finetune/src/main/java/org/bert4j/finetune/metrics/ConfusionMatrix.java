package org.bert4j.finetune.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Which of K classes were taken for which, and the scores that follow, defined as scikit-learn
 * defines them: 0/0 is 0, and averages over classes leave out those that are neither annotated nor
 * predicted.
 */
public final class ConfusionMatrix {
  private final int[][] counts;

  private ConfusionMatrix(int classes) {
    counts = new int[classes][classes];
  }

  /**
   * Compares predictions with annotations.
   *
   * @param annotated {@code [n]} classes, 0 … K − 1
   * @param predicted {@code [n]} predicted classes
   * @param classes K
   * @return the table
   */
  public static ConfusionMatrix of(int[] annotated, int[] predicted, int classes) {
    ConfusionMatrix matrix = new ConfusionMatrix(classes);
    for (int i = 0; i < annotated.length; i++) {
      matrix.counts[annotated[i]][predicted[i]]++;
    }
    return matrix;
  }

  /**
   * Number of classes.
   *
   * @return K
   */
  public int classes() {
    return counts.length;
  }

  /**
   * One cell.
   *
   * @param annotated a class
   * @param predicted a class
   * @return how many of the one were taken for the other
   */
  public int count(int annotated, int predicted) {
    return counts[annotated][predicted];
  }

  private long annotated(int label) {
    return IntStream.of(counts[label]).asLongStream().sum();
  }

  private long predicted(int label) {
    return IntStream.range(0, classes()).mapToLong(row -> counts[row][label]).sum();
  }

  private long total() {
    return IntStream.range(0, classes()).mapToLong(this::annotated).sum();
  }

  private long right() {
    return IntStream.range(0, classes()).mapToLong(label -> counts[label][label]).sum();
  }

  /**
   * How well the texts of a class were found.
   *
   * @param label the class
   * @return the scores
   */
  public Score of(int label) {
    return Score.of(counts[label][label], (int) predicted(label), (int) annotated(label));
  }

  /**
   * Share of right predictions, which is also the F1 over all classes together (micro).
   *
   * @return 0 to 1, NaN of nothing
   */
  public double accuracy() {
    return (double) right() / total();
  }

  /**
   * Means over the classes.
   *
   * @return scores, all classes counting the same
   */
  public Score macro() {
    return Score.macro(seen());
  }

  /**
   * Means over the classes, each weighted by how many texts are annotated with it.
   *
   * @return the scores
   */
  public Score weighted() {
    return Score.weighted(seen());
  }

  private List<Score> seen() {
    List<Score> seen = new ArrayList<>();
    for (int label = 0; label < classes(); label++) {
      if (annotated(label) + predicted(label) > 0) {
        seen.add(of(label));
      }
    }
    return seen;
  }

  /**
   * Matthews' correlation coefficient, of two classes or more (Gorodkin, 2004).
   *
   * @return −1 to 1, 0 where only one class is annotated or predicted
   */
  public double matthews() {
    double n = total();
    ToDoubleFunction<Boolean> squares =
        ofAnnotated ->
            IntStream.range(0, classes())
                .mapToDouble(label -> ofAnnotated ? annotated(label) : predicted(label))
                .map(each -> each * each)
                .sum();
    double products =
        IntStream.range(0, classes())
            .mapToDouble(label -> (double) annotated(label) * predicted(label))
            .sum();
    double variance =
        (n * n - squares.applyAsDouble(true)) * (n * n - squares.applyAsDouble(false));
    return variance == 0 ? 0 : (right() * n - products) / Math.sqrt(variance);
  }
}
