package org.bert4j.examples.plot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.CategoryLabelPositions;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.category.DefaultCategoryDataset;

/** Bars side by side, of one or several kinds. */
public final class BarChart {
  private static final int WIDTH = 620;
  private static final int HEIGHT = 340;
  private static final int FONT = 13;
  private static final int MOST_LETTERS = 70;
  private static final ChartColors COLORS = ChartColors.PICTURE;

  private final String title;
  private final String yLabel;
  private final List<String> names;
  private final DefaultCategoryDataset data = new DefaultCategoryDataset();
  private final List<String> kinds = new ArrayList<>();
  private final BarRenderer renderer = new BarRenderer();

  private BarChart(String title, String yLabel, List<String> names) {
    this.title = title;
    this.yLabel = yLabel;
    this.names = List.copyOf(names);
  }

  /**
   * Without bars so far.
   *
   * @param title what it shows
   * @param yLabel what is drawn, with its unit
   * @param names what stands under the bars
   * @return draws it
   */
  public static BarChart of(String title, String yLabel, List<String> names) {
    return new BarChart(title, yLabel, names);
  }

  /**
   * Adds bars of a kind.
   *
   * @param kind what they have in common
   * @param heights one a name
   * @return this
   */
  public BarChart bars(String kind, double... heights) {
    kinds.add(kind);
    renderer.setSeriesPaint(data.getRowCount(), COLORS.of(data.getRowCount()));
    for (int i = 0; i < heights.length; i++) {
      // A bar is found by its name: a blank more tells equal ones apart.
      data.addValue(heights[i], kind, unique(i));
    }
    return this;
  }

  private String unique(int index) {
    String name = names.get(index);
    long before = names.subList(0, index).stream().filter(name::equals).count();
    return name + " ".repeat((int) before);
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
    CategoryAxis x = new CategoryAxis();
    x.setTickLabelFont(TextFont.of(FONT, String.join("", names)));
    x.setTickLabelPaint(COLORS.ink());
    x.setAxisLinePaint(COLORS.muted());
    x.setTickMarksVisible(false);
    x.setMaximumCategoryLabelWidthRatio(2);
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    if (names.size() * longest > MOST_LETTERS) {
      x.setCategoryLabelPositions(CategoryLabelPositions.UP_90);
    }
    NumberAxis y = new NumberAxis(yLabel);
    y.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    y.setTickLabelFont(LineChart.font());
    y.setTickLabelPaint(COLORS.ink());
    y.setLabelFont(TextFont.of(FONT, yLabel));
    y.setLabelPaint(COLORS.ink());
    y.setAxisLineVisible(false);
    renderer.setBarPainter(new StandardBarPainter());
    renderer.setShadowVisible(false);
    renderer.setItemMargin(0.05);
    CategoryPlot plot = new CategoryPlot(data, x, y, renderer);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlineVisible(false);
    plot.setRangeGridlinePaint(COLORS.grid());
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(4, 8, 4, 8));
    chart.addSubtitle(HeatMap.heading(title));
    if (data.getRowCount() > 1) {
      LegendTitle legend = new LegendTitle(plot);
      legend.setItemFont(TextFont.of(FONT, String.join("", kinds)));
      legend.setItemPaint(COLORS.ink());
      legend.setPosition(RectangleEdge.BOTTOM);
      chart.addSubtitle(legend);
    }
    return chart;
  }
}
