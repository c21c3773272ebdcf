package org.bert4j.finetune.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** How two rows of numbers go together, defined as SciPy defines it. */
public final class Correlation {
  private Correlation() {}

  /**
   * Pearson's correlation coefficient.
   *
   * @param x {@code [n]}
   * @param y {@code [n]}
   * @return −1 to 1, NaN where one of them is constant or there are fewer than two
   */
  public static double pearson(double[] x, double[] y) {
    double[] dx = centred(x);
    double[] dy = centred(y);
    double product = 0;
    double ofX = 0;
    double ofY = 0;
    for (int i = 0; i < x.length; i++) {
      product += dx[i] * dy[i];
      ofX += dx[i] * dx[i];
      ofY += dy[i] * dy[i];
    }
    return ofX == 0 || ofY == 0
        ? Double.NaN
        : Math.max(-1, Math.min(1, product / Math.sqrt(ofX) / Math.sqrt(ofY)));
  }

  /**
   * Spearman's rank correlation: Pearson's of the ranks, equal numbers sharing the mean of theirs.
   *
   * @param x {@code [n]}
   * @param y {@code [n]}
   * @return −1 to 1, NaN where one of them is constant or there are fewer than two
   */
  public static double spearman(double[] x, double[] y) {
    return pearson(ranks(x), ranks(y));
  }

  /** Differences to the mean; exact zeros of a constant row. */
  private static double[] centred(double[] values) {
    double mean = Arrays.stream(values).average().orElse(0);
    boolean constant = Arrays.stream(values).allMatch(value -> value == values[0]);
    return Arrays.stream(values).map(value -> constant ? 0 : value - mean).toArray();
  }

  private static double[] ranks(double[] values) {
    int[] order =
        IntStream.range(0, values.length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> values[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] ranks = new double[values.length];
    int from = 0;
    while (from < order.length) {
      int to = from + 1;
      while (to < order.length && values[order[to]] == values[order[from]]) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks[order[i]] = (from + 1 + to) / 2.0;
      }
      from = to;
    }
    return ranks;
  }
}
