package org.bert4j.examples.plot;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws the time of training steps over the work in them, beside the time at the peak. */
public final class ScalingChart {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 560;
  private static final int FONT = 13;

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
    Rectangle2D all = new Rectangle2D.Double(0, 0, WIDTH, HEIGHT);
    Picture.write(
        Picture.of(WIDTH, HEIGHT, graphics -> chart(series).draw(graphics, all)), picture);
  }

  private static JFreeChart chart(List<Series> series) {
    XYSeriesCollection data = new XYSeriesCollection();
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    for (Series each : series) {
      int number = add(data, each.name(), gflops(each.points()), times(each.points()));
      renderer.setSeriesPaint(number, ChartColors.PICTURE.of(number));
    }
    List<Point> all = byWork(series);
    int peak = add(data, "at the peak of matrix products", gflops(all), timesAtPeak(all));
    renderer.setSeriesPaint(peak, Color.GRAY);
    renderer.setSeriesShapesVisible(peak, false);
    CurveChart charts = new CurveChart(ChartColors.PICTURE, FONT, WIDTH);
    XYPlot plot =
        new XYPlot(
            data,
            new DecadeAxis("work of the step (GFLOP)"),
            new DecadeAxis("time of the step (ms)"),
            renderer);
    JFreeChart chart = charts.chart(plot);
    plot.setDomainGridlinesVisible(true);
    plot.setDomainGridlinePaint(ChartColors.PICTURE.grid());
    chart.addSubtitle(HeatMap.heading("Training steps: time over work"));
    LegendTitle legend = new LegendTitle(plot);
    legend.setItemFont(charts.font());
    chart.addLegend(legend);
    return chart;
  }

  private static int add(XYSeriesCollection data, String name, double[] x, double[] y) {
    XYSeries points = new XYSeries(name, false, true);
    for (int i = 0; i < x.length; i++) {
      points.add(x[i], y[i]);
    }
    data.addSeries(points);
    return data.getSeriesCount() - 1;
  }

  /** All points, the one with the least work first. */
  static List<Point> byWork(List<Series> series) {
    return series.stream()
        .flatMap(each -> each.points().stream())
        .sorted(Comparator.comparingDouble(Point::gflop))
        .toList();
  }

  /** Milliseconds that the work would take at the peak, the median of those measured. */
  static double[] timesAtPeak(List<Point> points) {
    double[] peaks = points.stream().mapToDouble(Point::peakGflops).sorted().toArray();
    double peak = peaks[peaks.length / 2];
    return points.stream().mapToDouble(p -> 1e3 * p.gflop() / peak).toArray();
  }

  private static double[] gflops(List<Point> points) {
    return points.stream().mapToDouble(Point::gflop).toArray();
  }

  private static double[] times(List<Point> points) {
    return points.stream().mapToDouble(Point::milliseconds).toArray();
  }
}
