package org.bert4j.examples.plot;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.bert4j.examples.plot.MetricsFile.Points;

/**
 * Metrics that are drawn over one pair of axes.
 *
 * @param title what they are, with their unit
 * @param fromZero whether the vertical axis begins at 0
 * @param metrics the metrics
 * @param kind runs that log them with this meaning
 */
record MetricFamily(
    String title, boolean fromZero, List<Metric> metrics, Predicate<MetricsFile> kind) {
  /**
   * A metric.
   *
   * @param name of it among those of its family
   * @param training JSON pointer to what is logged of the steps
   * @param heldOut JSON pointer to what an evaluation finds
   */
  record Metric(String name, String training, String heldOut) {
    static Metric validation(String name, String key) {
      return new Metric(name, "/-", "/validation/" + key);
    }

    static Metric training(String name, String key) {
      return new Metric(name, "/" + key, "/-");
    }

    static Metric both(String name, String key) {
      return new Metric(name, "/" + key, "/validation/" + key);
    }

    Optional<Points> line(MetricsFile run) {
      return points(run, training);
    }

    Optional<Points> dots(MetricsFile run) {
      return points(run, heldOut);
    }

    private static Optional<Points> points(MetricsFile run, String pointer) {
      return Optional.of(run.points(pointer)).filter(points -> !points.isEmpty());
    }
  }

  private static boolean pretrains(MetricsFile run) {
    return run.logs("/mlm_loss") || run.logs("/nsp_loss");
  }

  /** Losses and scores, of whatever is trained. */
  static List<MetricFamily> learning() {
    Predicate<MetricsFile> pretrains = MetricFamily::pretrains;
    Predicate<MetricsFile> tags = run -> run.logs("/validation/precision");
    Predicate<MetricsFile> answers =
        run ->
            run.logs("/validation/f1")
                && (run.logs("/validation/exact_match") || run.logs("/validation/exact"));
    return List.of(
        of("Masked LM loss (nats)", false, pretrains, Metric.both("loss", "mlm_loss")),
        of("Next sentence loss (nats)", false, pretrains, Metric.both("loss", "nsp_loss")),
        of("Masked LM accuracy", true, pretrains, Metric.both("accuracy", "mlm_accuracy")),
        of("Next sentence accuracy", true, pretrains, Metric.both("accuracy", "nsp_accuracy")),
        of("Loss", true, pretrains.negate(), Metric.both("loss", "loss")),
        of(
            "Entities on the validation data",
            true,
            tags,
            Metric.validation("F1", "f1"),
            Metric.validation("precision", "precision"),
            Metric.validation("recall", "recall")),
        of(
            "Answers on the validation data (%)",
            true,
            answers.and(tags.negate()),
            Metric.validation("F1", "f1"),
            Metric.validation("exact match", "exact_match"),
            Metric.validation("exact match", "exact")),
        of(
            "Classes on the validation data",
            true,
            tags.negate(),
            Metric.validation("accuracy", "accuracy"),
            Metric.validation("F1 macro", "f1_macro"),
            Metric.validation("F1 micro", "f1_micro")),
        of(
            "Correlation on the validation data",
            true,
            run -> true,
            Metric.validation("Spearman", "spearman"),
            Metric.validation("Pearson", "pearson")),
        of(
            "Exact translations of the validation data",
            true,
            answers.negate(),
            Metric.validation("share", "exact_match")));
  }

  /** How steps went. */
  static List<MetricFamily> steps() {
    return List.of(
        of("Learning rate", true, run -> true, Metric.training("rate", "learning_rate")),
        of(
            "Gradient norm before clipping",
            true,
            run -> true,
            Metric.training("norm", "gradient_norm")),
        of("Tokens a second", true, run -> true, Metric.training("speed", "tokens_per_second")));
  }

  private static MetricFamily of(
      String title, boolean fromZero, Predicate<MetricsFile> kind, Metric... metrics) {
    return new MetricFamily(title, fromZero, List.of(metrics), kind);
  }
}
