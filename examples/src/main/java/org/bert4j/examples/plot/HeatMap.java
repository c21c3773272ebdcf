package org.bert4j.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.Size2D;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A matrix as a picture: a cell a number, the first row on top. Numbers of one sign are the deeper
 * the larger; where there are both signs, blue is positive and orange negative.
 */
public final class HeatMap {
  private static final Color POSITIVE = new Color(0x0B5CA8);
  private static final Color NEGATIVE = new Color(0xC44E00);
  private static final ChartColors COLORS = ChartColors.PICTURE;
  private static final int SIDE = 360;
  private static final int LARGEST_CELL = 34;
  private static final int FONT = 13;

  private final float[][] values;
  private final String title;
  private String rowTitle;
  private String columnTitle;
  private List<String> rowLabels = List.of();
  private List<String> columnLabels = List.of();
  private int side = SIDE;
  private double low;
  private double high;

  private HeatMap(String title, float[][] values) {
    this.title = title;
    this.values = values;
    low = 0;
    high = 0;
    for (float[] row : values) {
      for (float value : row) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
    if (low < 0) {
      high = Math.max(high, -low);
      low = -high;
    }
  }

  /**
   * Of a matrix.
   *
   * @param title what it shows
   * @param values row by row, at least one
   * @return draws it, from 0, or from minus the largest to the largest absolute value, on
   */
  public static HeatMap of(String title, float[][] values) {
    return new HeatMap(title, values);
  }

  /**
   * Names the axes.
   *
   * @param rows what a row is
   * @param columns what a column is
   * @return this
   */
  public HeatMap axes(String rows, String columns) {
    rowTitle = rows;
    columnTitle = columns;
    return this;
  }

  /**
   * Names rows and columns instead of counting them.
   *
   * @param rows a name a row
   * @param columns a name a column
   * @return this
   */
  public HeatMap labels(List<String> rows, List<String> columns) {
    rowLabels = List.copyOf(rows);
    columnLabels = List.copyOf(columns);
    return this;
  }

  /**
   * Sets what the colors stand for.
   *
   * @param lowest value of the palest cell, or of the deepest negative one
   * @param highest value of the deepest cell
   * @return this
   */
  public HeatMap range(double lowest, double highest) {
    low = lowest;
    high = highest;
    return this;
  }

  /**
   * Sets the size of the longer side.
   *
   * @param pixels without texts and scale; cells do not become larger than others'
   * @return this
   */
  public HeatMap side(int pixels) {
    side = pixels;
    return this;
  }

  /**
   * Draws it.
   *
   * @return the picture
   */
  public BufferedImage draw() {
    int rows = values.length;
    int columns = values[0].length;
    double cell = Math.min(LARGEST_CELL, (double) side / Math.max(rows, columns));
    double width = Math.max(columns * cell, side / 3.0);
    double height = Math.max(rows * cell, side / 3.0);
    int left = 16 + labelSpace(rowLabels) + (rowTitle == null ? 0 : 22);
    int above =
        40
            + (isUpright(columnLabels) ? labelSpace(columnLabels) : 26)
            + (columnTitle == null ? 0 : 22);
    int whole = (int) Math.max(width + left + 90, 24 + title.length() * 8.2);
    JFreeChart chart = chart(new Rectangle2D.Double(0, 0, width, height));
    return Picture.of(
        whole,
        (int) height + above + 16,
        graphics ->
            chart.draw(
                graphics, new Rectangle2D.Double(0, 0, left + width + 90, height + above + 12)));
  }

  /** Most words are longer than a column is wide; most Chinese ones are a character or two. */
  private static boolean isUpright(List<String> labels) {
    long words =
        labels.stream().filter(label -> label.codePointCount(0, label.length()) > 2).count();
    return 2 * words > labels.size();
  }

  private static int labelSpace(List<String> labels) {
    double widest = labels.isEmpty() ? 3 : 0;
    for (String label : labels) {
      double characters =
          label.codePoints().mapToDouble(c -> Character.isIdeographic(c) ? 1.05 : 0.62).sum();
      widest = Math.max(widest, characters);
    }
    return (int) (widest * FONT) + 8;
  }

  private JFreeChart chart(Rectangle2D area) {
    NumberAxis columns = axis(columnTitle, columnLabels, values[0].length);
    NumberAxis rows = axis(rowTitle, rowLabels, values.length);
    columns.setVerticalTickLabels(isUpright(columnLabels));
    rows.setInverted(true);
    XYPlot plot = new XYPlot(new XYSeriesCollection(), columns, rows, new XYLineAndShapeRenderer());
    plot.setDomainAxisLocation(AxisLocation.TOP_OR_LEFT);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setBackgroundPaint(Color.WHITE);
    plot.setOutlinePaint(COLORS.grid());
    plot.setOutlineStroke(new BasicStroke(1));
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    plot.addAnnotation(
        new XYDataImageAnnotation(image(), -0.5, -0.5, values[0].length, values.length));
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(Color.WHITE);
    chart.setPadding(new RectangleInsets(4, 8, 4, 8));
    chart.addSubtitle(heading(title));
    chart.addSubtitle(legend(area));
    return chart;
  }

  /** What a picture shows, over it at the left. */
  static TextTitle heading(String title) {
    TextTitle heading = new TextTitle(title, TextFont.of(15, title).deriveFont(Font.BOLD));
    heading.setPaint(COLORS.ink());
    heading.setHorizontalAlignment(org.jfree.chart.ui.HorizontalAlignment.LEFT);
    heading.setPadding(2, 2, 8, 2);
    return heading;
  }

  private NumberAxis axis(String name, List<String> labels, int count) {
    NumberAxis axis =
        labels.isEmpty()
            ? new NumberAxis(name)
            : new SymbolAxis(name, labels.toArray(String[]::new));
    if (axis instanceof SymbolAxis symbols) {
      symbols.setGridBandsVisible(false);
      axis.setAutoTickUnitSelection(false);
    } else {
      axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits(Locale.ROOT));
    }
    axis.setRange(-0.5, count - 0.5);
    axis.setTickMarksVisible(false);
    axis.setAxisLineVisible(false);
    style(axis, String.join("", labels));
    return axis;
  }

  private static void style(NumberAxis axis, String text) {
    axis.setTickLabelFont(TextFont.of(FONT, text));
    axis.setTickLabelPaint(COLORS.ink());
    axis.setLabelPaint(COLORS.ink());
    String label = axis.getLabel() == null ? "" : axis.getLabel();
    axis.setLabelFont(TextFont.of(FONT, label));
  }

  /** A scale that is no higher than the map. */
  private PaintScaleLegend legend(Rectangle2D area) {
    NumberAxis axis = new NumberAxis();
    axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
    style(axis, "");
    axis.setTickLabelInsets(new RectangleInsets(8, 2, 8, 2));
    PaintScaleLegend legend =
        new PaintScaleLegend(new Colors(low, high), axis) {
          private static final long serialVersionUID = 1;

          @Override
          public Size2D arrange(
              java.awt.Graphics2D graphics, org.jfree.chart.block.RectangleConstraint space) {
            Size2D size = super.arrange(graphics, space);
            return new Size2D(size.getWidth(), Math.min(size.getHeight(), area.getHeight()));
          }
        };
    legend.setPosition(RectangleEdge.RIGHT);
    legend.setStripWidth(12);
    legend.setStripOutlineVisible(false);
    legend.setAxisOffset(4);
    legend.setMargin(0, 12, 0, 0);
    legend.setSubdivisionCount(100);
    return legend;
  }

  private BufferedImage image() {
    Colors colors = new Colors(low, high);
    BufferedImage image =
        new BufferedImage(values[0].length, values.length, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < values.length; row++) {
      for (int column = 0; column < values[row].length; column++) {
        image.setRGB(column, row, colors.color(values[row][column]).getRGB());
      }
    }
    return image;
  }

  /** From white on, or from orange over white to blue. */
  private record Colors(double low, double high) implements PaintScale {
    @Override
    public double getLowerBound() {
      return low;
    }

    @Override
    public double getUpperBound() {
      return high;
    }

    @Override
    public Paint getPaint(double value) {
      return color(value);
    }

    Color color(double value) {
      boolean signed = low < 0 && high > 0;
      double white = signed ? 0 : low;
      Color deep = value < white ? NEGATIVE : POSITIVE;
      double range = value < white ? white - low : high - white;
      double share = Math.min(1, Math.abs(value - white) / range);
      return new Color(
          mixed(deep.getRed(), share), mixed(deep.getGreen(), share), mixed(deep.getBlue(), share));
    }

    private static int mixed(int deep, double share) {
      return (int) Math.round(255 + share * (deep - 255));
    }
  }
}
