package org.bert4j.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Stroke;
import java.awt.geom.Ellipse2D;
import java.util.Locale;
import org.bert4j.examples.plot.MetricsFile.Points;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws panels.
 *
 * @param colors of text, axes and curves
 * @param fontSize of the axes' numbers, in points
 * @param columns of points that can be told apart
 */
record CurveChart(ChartColors colors, int fontSize, int columns) {
  private static final Color NOTHING = new Color(0, 0, 0, 0);
  private static final double SMALL = 1e-3;

  /** In widths of the line. */
  private static final float[][] DASHES = {null, {4, 3}, {1.2f, 2}, {6, 2, 1.2f, 2}};

  /** In font sizes. */
  private static final float LINE = 0.15f;

  private static final float THIN_LINE = 0.09f;

  /** The panel's curves over axes without a title. */
  JFreeChart of(Panel panel) {
    NumberAxis x = numbers(panel.xLabel());
    x.setAutoRangeIncludesZero(true);
    x.setUpperMargin(0.02);
    NumberAxis y = numbers(null);
    y.setAutoRangeIncludesZero(panel.fromZero());
    XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
    renderer.setDrawSeriesLineAsPath(true);
    XYSeriesCollection data = new XYSeriesCollection();
    for (Curve curve : panel.curves()) {
      curve.line().ifPresent(points -> add(data, renderer, curve, points, false));
    }
    for (Curve curve : panel.curves()) {
      curve.dots().ifPresent(points -> add(data, renderer, curve, points, true));
    }
    double most = data.getRangeUpperBound(false);
    if (most == 0 && data.getRangeLowerBound(false) == 0) {
      y.setRange(0, 1);
    } else if (most > 0 && most < SMALL) {
      y.setNumberFormatOverride(new SmallNumberFormat());
    }
    return chart(new XYPlot(data, x, y, renderer));
  }

  /** An axis with the digits of English whatever the locale. */
  private static NumberAxis numbers(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    return axis;
  }

  /** A chart of these colors without title, legend and background. */
  JFreeChart chart(XYPlot plot) {
    plot.setBackgroundPaint(NOTHING);
    plot.setOutlineVisible(false);
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinePaint(colors.grid());
    plot.setRangeGridlineStroke(new BasicStroke(1));
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    style(plot.getDomainAxis());
    style(plot.getRangeAxis());
    // Room around each number makes their choice sparse.
    double room = fontSize * 0.7;
    plot.getDomainAxis().setTickLabelInsets(new RectangleInsets(2, room, 2, room));
    plot.getRangeAxis().setTickLabelInsets(new RectangleInsets(room, 4, room, 4));
    plot.getRangeAxis().setAxisLineVisible(false);
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(NOTHING);
    chart.setPadding(new RectangleInsets(4, 2, 2, 6));
    return chart;
  }

  private void style(ValueAxis axis) {
    axis.setTickLabelFont(font());
    axis.setLabelFont(font());
    axis.setTickLabelPaint(colors.ink());
    axis.setLabelPaint(colors.ink());
    axis.setAxisLinePaint(colors.muted());
    axis.setTickMarkPaint(colors.muted());
  }

  Font font() {
    return new Font(Font.SANS_SERIF, Font.PLAIN, fontSize);
  }

  private void add(
      XYSeriesCollection data,
      XYLineAndShapeRenderer renderer,
      Curve curve,
      Points all,
      boolean dots) {
    int series = data.getSeriesCount();
    data.addSeries(series(series, Thinning.of(all, columns)));
    Color color = colors.of(curve.color());
    renderer.setSeriesPaint(series, color);
    renderer.setSeriesStroke(series, stroke(fontSize * (dots ? THIN_LINE : LINE), curve.dash()));
    boolean joined = dots && curve.line().isEmpty();
    renderer.setSeriesLinesVisible(series, !dots || joined);
    boolean single = all.x().size() == 1;
    renderer.setSeriesShapesVisible(series, dots || single);
    double radius = fontSize / 4.0;
    renderer.setSeriesShape(series, new Ellipse2D.Double(-radius, -radius, 2 * radius, 2 * radius));
  }

  private static XYSeries series(int key, Points points) {
    XYSeries series = new XYSeries(key, false, true);
    for (int i = 0; i < points.x().size(); i++) {
      series.add(points.x().get(i), points.y().get(i), false);
    }
    return series;
  }

  /** The stroke of a curve's line. */
  static Stroke stroke(float width, int dash) {
    float[] pattern = DASHES[dash % DASHES.length];
    if (pattern == null) {
      return new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }
    float[] scaled = pattern.clone();
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] *= width;
    }
    return new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, scaled, 0);
  }
}
