package org.bert4j.examples.plot;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bert4j.examples.plot.MetricFamily.Metric;
import org.bert4j.examples.plot.MetricsFile.Points;
import org.bert4j.examples.plot.Panel.LegendEntry;

/**
 * Makes panels of what runs have logged. One run's metrics differ in color; of several, runs differ
 * in color and metrics in the dash pattern.
 *
 * @param runs of whatever kind
 */
record Curves(List<MetricsFile> runs) {
  private record Unit(double tokens, String name) {}

  /**
   * The panels of some metrics.
   *
   * @param families what belongs together
   * @return a panel for each family that any run has something of
   */
  List<Panel> panels(List<MetricFamily> families) {
    List<Panel> panels = new ArrayList<>();
    families.forEach(family -> panel(family).ifPresent(panels::add));
    return panels;
  }

  private Optional<Panel> panel(MetricFamily family) {
    List<Curve> curves = new ArrayList<>();
    Map<String, LegendEntry> legend = new LinkedHashMap<>();
    for (int run = 0; run < runs.size(); run++) {
      if (family.kind().test(runs.get(run))) {
        for (Metric metric : family.metrics()) {
          add(run, metric, curves, legend);
        }
      }
    }
    List<LegendEntry> entries = List.copyOf(legend.values());
    return curves.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Panel(
                family.title(),
                unit().name(),
                family.fromZero(),
                curves,
                entries.size() > 1 ? entries : List.of()));
  }

  private void add(int run, Metric metric, List<Curve> curves, Map<String, LegendEntry> legend) {
    MetricsFile metrics = runs.get(run);
    Optional<Points> line = metric.line(metrics).map(this::scaled);
    Optional<Points> dots = metric.dots(metrics).map(this::scaled);
    boolean isThere =
        curves.stream()
            .anyMatch(
                other ->
                    other.name().equals(metrics.name())
                        && other.line().equals(line)
                        && other.dots().equals(dots));
    if (line.isEmpty() && dots.isEmpty() || isThere) { // what lies on another is not seen
      return;
    }
    int known = List.copyOf(legend.keySet()).indexOf(metric.name());
    int number = known < 0 ? legend.size() : known;
    boolean single = runs.size() == 1;
    legend.putIfAbsent(
        metric.name(), new LegendEntry(metric.name(), single ? number : -1, single ? 0 : number));
    curves.add(new Curve(metrics.name(), single ? number : run, single ? 0 : number, line, dots));
  }

  /** So many tokens that the axis has short numbers. */
  private Unit unit() {
    double most = runs.stream().mapToDouble(MetricsFile::tokens).max().orElse(0);
    if (most >= 2e9) {
      return new Unit(1e9, "billion tokens");
    }
    return most >= 2e6 ? new Unit(1e6, "million tokens") : new Unit(1e3, "thousand tokens");
  }

  private Points scaled(Points points) {
    double scale = unit().tokens();
    return new Points(points.x().stream().map(tokens -> tokens / scale).toList(), points.y());
  }
}
