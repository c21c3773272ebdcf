package org.bert4j.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws the time of training steps over the work in them, beside the time at the peak. */
public final class ScalingChart {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 560;

  /**
   * A measured step.
   *
   * @param gflop floating-point operations that the model needs, in 10⁹
   * @param milliseconds time of the step
   * @param peakGflops speed of matrix products measured beside it, in GFLOP/s
   */
  public record Point(double gflop, double milliseconds, double peakGflops) {}

  /**
   * Steps in which one size grows.
   *
   * @param name what grows
   * @param points by size
   */
  public record Series(String name, List<Point> points) {}

  private ScalingChart() {}

  /**
   * Writes a picture with logarithmic axes.
   *
   * @param series what was measured
   * @param picture a PNG file to write
   * @throws IOException if writing fails
   */
  public static void draw(List<Series> series, Path picture) throws IOException {
    Picture.write(List.of(chart(series)), picture);
  }

  private static XYChart chart(List<Series> series) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .xAxisTitle("work of a training step (GFLOP)")
            .yAxisTitle("time of the step (ms)")
            .build();
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setYAxisLogarithmic(true);
    chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    for (Series each : series) {
      chart.addSeries(each.name(), gflops(each.points()), times(each.points()));
    }
    List<Point> all = byWork(series);
    chart
        .addSeries("at the peak of matrix products", gflops(all), timesAtPeak(all))
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(Color.GRAY)
        .setLineStyle(new BasicStroke(1f));
    return chart;
  }

  /** All points, the one with the least work first. */
  static List<Point> byWork(List<Series> series) {
    return series.stream()
        .flatMap(each -> each.points().stream())
        .sorted(Comparator.comparingDouble(Point::gflop))
        .toList();
  }

  /** Milliseconds that the work would take at the peak. */
  static double[] timesAtPeak(List<Point> points) {
    return points.stream().mapToDouble(p -> 1e3 * p.gflop() / p.peakGflops()).toArray();
  }

  private static double[] gflops(List<Point> points) {
    return points.stream().mapToDouble(Point::gflop).toArray();
  }

  private static double[] times(List<Point> points) {
    return points.stream().mapToDouble(Point::milliseconds).toArray();
  }
}
