package org.bert4j.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws losses and accuracies of one or several runs over the tokens they trained on. */
public final class LearningCurves {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 520;

  /** A pair for each run: a dark one for MLM, a light one of the same hue for NSP. */
  private static final Color[] COLORS = {
    new Color(0x1F77B4), new Color(0x7FB8E6),
    new Color(0xD62728), new Color(0xF29A9A),
    new Color(0x2CA02C), new Color(0x98DF8A),
    new Color(0x9467BD), new Color(0xC5B0D5),
    new Color(0x8C564B), new Color(0xD2A89E)
  };

  private LearningCurves() {}

  /**
   * Writes a picture: losses on the left, accuracies on the right, dots for held-out evaluations.
   *
   * @param runs directories of runs
   * @param picture a PNG file to write
   * @throws IllegalArgumentException if a run has no metrics
   * @throws IOException if reading or writing fails
   */
  public static void draw(List<Path> runs, Path picture) throws IOException {
    List<MetricsFile> metrics = new ArrayList<>();
    for (Path run : new LinkedHashSet<>(runs)) {
      metrics.add(MetricsFile.read(run));
    }
    List<XYChart> charts =
        List.of(
            chart("cross-entropy (nats)", metrics, List.of("mlm_loss", "nsp_loss")),
            chart("accuracy", metrics, List.of("mlm_accuracy", "nsp_accuracy")));
    Picture.write(charts, picture);
  }

  private static XYChart chart(String title, List<MetricsFile> runs, List<String> keys) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("million tokens (lines: training, dots: held out)")
            .yAxisTitle(title)
            .build();
    chart.getStyler().setLegendPosition(LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(LegendLayout.Vertical);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setYAxisMin(0.0);
    int color = 0;
    for (MetricsFile run : runs) {
      for (String key : keys) {
        add(chart, run, key, COLORS[color++ % COLORS.length]);
      }
    }
    return chart;
  }

  private static void add(XYChart chart, MetricsFile run, String key, Color color) {
    String name = run.name() + " " + key;
    MetricsFile.Points training = run.points("/" + key);
    if (!training.isEmpty()) {
      XYSeries line = chart.addSeries(name, training.x(), training.y());
      line.setMarker(SeriesMarkers.NONE).setLineColor(color).setLineStyle(new BasicStroke(1.5f));
    }
    MetricsFile.Points heldOut = run.points("/validation/" + key);
    if (!heldOut.isEmpty()) {
      XYSeries dots = chart.addSeries(name + ", held out", heldOut.x(), heldOut.y());
      dots.setShowInLegend(false);
      dots.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color).setLineStyle(SeriesLines.NONE);
    }
  }
}
