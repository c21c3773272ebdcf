package org.bert4j.examples.console;

import java.util.Locale;
import org.bert4j.pretrain.StepMetrics;

/** The words of a progress report, the same on a terminal and in a log. */
public final class ProgressText {
  private ProgressText() {}

  /** {@code MLM loss 5.123 acc 0.312 NSP acc 0.845 12,345 tokens/s}: accuracies are named. */
  static String metrics(StepMetrics metrics) {
    return String.format(
        Locale.ROOT,
        "%s  %,.0f tokens/s",
        tasks(metrics.mlmLoss(), metrics.mlmAccuracy(), metrics.nspAccuracy()),
        metrics.tokensPerSecond());
  }

  /** The figures of a run's summary, under the same names. */
  static String tasks(double mlmLoss, double mlmAccuracy, double nspAccuracy) {
    return String.format(
        Locale.ROOT,
        "MLM loss %.3f acc %s  NSP acc %.3f",
        mlmLoss,
        accuracy(mlmAccuracy),
        nspAccuracy);
  }

  /** {@code 0.312}, or {@code -} where nothing was to be predicted. */
  private static String accuracy(double accuracy) {
    return Double.isNaN(accuracy) ? "-" : String.format(Locale.ROOT, "%.3f", accuracy);
  }

  /**
   * A time.
   *
   * @param seconds how long it is
   * @return such as {@code 1:02:03} or {@code 2:03}
   */
  public static String duration(double seconds) {
    long whole = Math.round(seconds);
    return whole >= 3600
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }

  /**
   * A count.
   *
   * @param value the count
   * @return such as {@code 4.4 M} or {@code 12,345}
   */
  public static String count(long value) {
    return value >= 1_000_000
        ? String.format(Locale.ROOT, "%.1f M", value / 1e6)
        : String.format(Locale.ROOT, "%,d", value);
  }

  /** {@code 950 B}, {@code 7.7 MB}, {@code 1.2 GB}. */
  static String bytes(long value) {
    if (value < 1000) {
      return value + " B";
    }
    double scaled = value / 1e3;
    int unit = 0;
    while (scaled >= 999.95 && unit < 3) {
      scaled /= 1e3;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %cB", scaled, "kMGT".charAt(unit));
  }
}
