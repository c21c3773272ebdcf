package org.bert4j.common.batch;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/** Classes of tokens or of sequences, some of which have none. */
final class ClassLabels {
  private int[] labels = new int[0];
  private int count;
  private int labelled;

  /**
   * Appends one.
   *
   * @throws IllegalArgumentException if it is negative and not {@link
   *     TokenClassificationBatch#IGNORED}
   */
  void add(int label) {
    if (label < 0 && label != TokenClassificationBatch.IGNORED) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "label is %d, expected a class of 0 or more, or %d for none",
              label,
              TokenClassificationBatch.IGNORED));
    }
    if (count == labels.length) {
      labels = Arrays.copyOf(labels, Math.max(256, count * 2));
    }
    labels[count++] = label;
    labelled += label < 0 ? 0 : 1;
  }

  int get(int index) {
    return labels[Objects.checkIndex(index, count)];
  }

  /** How many are a class. */
  int labelled() {
    return labelled;
  }

  void clear() {
    count = 0;
    labelled = 0;
  }
}
