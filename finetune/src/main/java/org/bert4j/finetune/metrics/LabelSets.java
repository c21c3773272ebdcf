package org.bert4j.finetune.metrics;

import java.util.List;
import java.util.stream.IntStream;

/**
 * How well several classes a text were found, defined as scikit-learn defines the scores of label
 * indicator matrices.
 *
 * @param perClass scores of every class
 * @param micro scores over all classes together
 * @param accuracy share of texts whose classes are all right
 */
public record LabelSets(List<Score> perClass, Score micro, double accuracy) {
  /**
   * Compares predictions with annotations.
   *
   * @param annotated {@code [n][K]} whether a text has a class
   * @param predicted {@code [n][K]} whether it was predicted
   * @param classes K
   * @return the scores
   */
  public static LabelSets of(boolean[][] annotated, boolean[][] predicted, int classes) {
    int[] right = new int[classes];
    int[] ofPredicted = new int[classes];
    int[] ofAnnotated = new int[classes];
    int same = 0;
    for (int i = 0; i < annotated.length; i++) {
      boolean all = true;
      for (int k = 0; k < classes; k++) {
        right[k] += annotated[i][k] && predicted[i][k] ? 1 : 0;
        ofPredicted[k] += predicted[i][k] ? 1 : 0;
        ofAnnotated[k] += annotated[i][k] ? 1 : 0;
        all &= annotated[i][k] == predicted[i][k];
      }
      same += all ? 1 : 0;
    }
    return new LabelSets(
        IntStream.range(0, classes)
            .mapToObj(k -> Score.of(right[k], ofPredicted[k], ofAnnotated[k]))
            .toList(),
        Score.of(
            IntStream.of(right).sum(),
            IntStream.of(ofPredicted).sum(),
            IntStream.of(ofAnnotated).sum()),
        (double) same / annotated.length);
  }

  /**
   * Means over the classes.
   *
   * @return scores, all classes counting the same
   */
  public Score macro() {
    return Score.macro(perClass);
  }

  /**
   * Means over the classes, each weighted by how many texts have it.
   *
   * @return the scores
   */
  public Score weighted() {
    return Score.weighted(perClass);
  }
}
