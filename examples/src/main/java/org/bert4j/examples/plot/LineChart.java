package org.bert4j.examples.plot;

import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Lines and dots over one pair of axes. */
public final class LineChart {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 360;
  private static final int FONT = 13;
  private static final double RADIUS = 3.5;
  private static final double DECIMAL = 10;
  private static final int MOST_POWERS = 10;
  private static final int FEW_POWERS = 4;
  private static final CurveChart CHARTS = new CurveChart(ChartColors.PICTURE, FONT, WIDTH);

  private final String title;
  private final String xLabel;
  private final String yLabel;
  private final XYSeriesCollection data = new XYSeriesCollection();
  private final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
  private boolean logarithmic;
  private boolean doubling;
  private double low = Double.NaN;
  private double high = Double.NaN;

  private LineChart(String title, String xLabel, String yLabel) {
    this.title = title;
    this.xLabel = xLabel;
    this.yLabel = yLabel;
  }

  /**
   * Without lines so far.
   *
   * @param title what it shows
   * @param xLabel what it is drawn over
   * @param yLabel what is drawn, with its unit
   * @return draws it
   */
  public static LineChart of(String title, String xLabel, String yLabel) {
    return new LineChart(title, xLabel, yLabel);
  }

  /**
   * Adds a line.
   *
   * @param name what it shows
   * @param x in ascending order
   * @param y as many
   * @return this
   */
  public LineChart line(String name, double[] x, double[] y) {
    return add(name, x, y, false);
  }

  /**
   * Adds a line over 0, 1, 2 and so on.
   *
   * @param name what it shows
   * @param y its values
   * @return this
   */
  public LineChart line(String name, double... y) {
    return line(name, counted(y.length), y);
  }

  /**
   * Adds a line with a dot at each value.
   *
   * @param name what it shows
   * @param x in ascending order
   * @param y as many
   * @return this
   */
  public LineChart dots(String name, double[] x, double[] y) {
    return add(name, x, y, true);
  }

  private static double[] counted(int count) {
    double[] x = new double[count];
    for (int i = 0; i < count; i++) {
      x[i] = i;
    }
    return x;
  }

  private LineChart add(String name, double[] x, double[] y, boolean dots) {
    int number = data.getSeriesCount();
    XYSeries series = new XYSeries(name, false, true);
    for (int i = 0; i < x.length; i++) {
      series.add(x[i], y[i], false);
    }
    data.addSeries(series);
    renderer.setSeriesPaint(number, ChartColors.PICTURE.of(number));
    renderer.setSeriesStroke(number, CurveChart.stroke(2, 0));
    renderer.setSeriesShapesVisible(number, dots);
    renderer.setSeriesShape(number, new Ellipse2D.Double(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS));
    return this;
  }

  /**
   * Draws over a logarithmic vertical axis.
   *
   * @return this
   */
  public LineChart logarithmic() {
    logarithmic = true;
    return this;
  }

  /**
   * Draws over a horizontal axis on which each step is a doubling.
   *
   * @return this
   */
  public LineChart doubling() {
    doubling = true;
    return this;
  }

  /**
   * Sets the vertical axis.
   *
   * @param lowest its begin
   * @param highest its end
   * @return this
   */
  public LineChart range(double lowest, double highest) {
    low = lowest;
    high = highest;
    return this;
  }

  /**
   * Draws it.
   *
   * @return the picture
   */
  public BufferedImage draw() {
    return Picture.of(WIDTH, HEIGHT, chart());
  }

  private JFreeChart chart() {
    ValueAxis x = doubling ? logAxis(xLabel, 2, data.getDomainBounds(false)) : numberAxis(xLabel);
    ValueAxis y =
        logarithmic ? logAxis(yLabel, DECIMAL, data.getRangeBounds(false)) : numberAxis(yLabel);
    if (!Double.isNaN(low)) {
      y.setRange(low, high);
    }
    XYPlot plot = new XYPlot(data, x, y, renderer);
    JFreeChart chart = CHARTS.chart(plot);
    x.setLabelFont(TextFont.of(FONT, xLabel));
    y.setLabelFont(TextFont.of(FONT, yLabel));
    chart.setPadding(new RectangleInsets(4, 8, 4, 8));
    chart.addSubtitle(HeatMap.heading(title));
    if (data.getSeriesCount() > 1) {
      chart.addSubtitle(legend(plot));
    }
    return chart;
  }

  private LegendTitle legend(XYPlot plot) {
    LegendTitle legend = new LegendTitle(plot);
    StringBuilder names = new StringBuilder();
    for (int i = 0; i < data.getSeriesCount(); i++) {
      names.append(data.getSeriesKey(i));
    }
    legend.setItemFont(TextFont.of(FONT, names.toString()));
    legend.setItemPaint(ChartColors.PICTURE.ink());
    legend.setPosition(RectangleEdge.BOTTOM);
    return legend;
  }

  private static ValueAxis numberAxis(String label) {
    NumberAxis axis = new NumberAxis(label);
    axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    axis.setAutoRangeIncludesZero(false);
    return axis;
  }

  /** Numbers stand at powers of the base, at so many that there is room for them. */
  private static ValueAxis logAxis(String label, double base, Range values) {
    LogAxis axis = new LogAxis(label);
    axis.setBase(base);
    double powers =
        values == null
            ? 1
            : Math.log(values.getUpperBound() / values.getLowerBound()) / Math.log(base);
    axis.setTickUnit(new NumberTickUnit(Math.max(1, Math.ceil(powers / MOST_POWERS))));
    axis.setMinorTickMarksVisible(false);
    axis.setNumberFormatOverride(
        base == DECIMAL && powers > FEW_POWERS
            ? new SmallNumberFormat()
            : new DecimalFormat("0.####", DecimalFormatSymbols.getInstance(Locale.ROOT)));
    return axis;
  }

  /** Font of the numbers. */
  static Font font() {
    return CHARTS.font();
  }
}
