package org.bert4j.common.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a model predicts for one text of those that it is evaluated on, for people to look at.
 *
 * @param inputs what the model reads, by what it is, such as {@code question}; the last is what
 *     marks stand in
 * @param expected what is annotated; several answers to a question are all right
 * @param predicted what the model says
 * @param right whether that is right; null where it is more or less so, as of numbers
 */
public record ExamplePrediction(
    Map<String, String> inputs, List<Mark> expected, List<Mark> predicted, Boolean right) {

  /**
   * A label, an answer or a translation, or a stretch of the text with its label.
   *
   * @param label what is said
   * @param start first {@code char} in the last input, null if it is said of the whole
   * @param end {@code char} behind the last one, null if it is said of the whole
   * @param score how sure the model is, 0 to 1, null where it does not say
   */
  public record Mark(String label, Integer start, Integer end, Double score) {
    /**
     * Something said of the whole.
     *
     * @param label what is said
     * @return the mark
     */
    public static Mark of(String label) {
      return new Mark(label, null, null, null);
    }

    /**
     * Something said of the whole, more or less surely.
     *
     * @param label what is said
     * @param score how sure the model is, 0 to 1
     * @return the mark
     */
    public static Mark of(String label, double score) {
      return new Mark(label, null, null, score);
    }

    /**
     * Something said of a stretch.
     *
     * @param label what is said
     * @param start first {@code char} in the last input
     * @param end {@code char} behind the last one
     * @return the mark
     */
    public static Mark of(String label, int start, int end) {
      return new Mark(label, start, end, null);
    }
  }

  /** Keeps copies. {@inheritDoc} */
  public ExamplePrediction {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs)); // in their order
    expected = List.copyOf(expected);
    predicted = List.copyOf(predicted);
  }
}
