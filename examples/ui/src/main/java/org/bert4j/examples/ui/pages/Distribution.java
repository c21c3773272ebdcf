package org.bert4j.examples.ui.pages;

import org.deeplearning4j.ui.model.stats.api.Histogram;

/** Mean magnitude and histogram of values: all are added, then, for the histogram, all counted. */
final class Distribution {
  private static final int BINS = 20;

  private final int[] bins = new int[BINS];
  private double magnitude;
  private long elements;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;

  /** Adds the first values of an array. */
  void add(float[] values, int count) {
    for (int i = 0; i < count; i++) {
      magnitude += Math.abs(values[i]);
      min = Math.min(min, values[i]);
      max = Math.max(max, values[i]);
    }
    elements += count;
  }

  /** Counts the first values of an array, between the extremes of what was added. */
  void count(float[] values, int count) {
    double scale = max > min ? BINS / (max - min) : 0;
    for (int i = 0; i < count; i++) {
      bins[Math.min(BINS - 1, (int) ((values[i] - min) * scale))]++;
    }
  }

  double meanMagnitude() {
    return magnitude / elements;
  }

  Histogram histogram() {
    return new Histogram(min, max, BINS, bins);
  }
}
