package org.bert4j.examples.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;
import org.bert4j.examples.plot.AttentionHeads.Head;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws a head: a row for each token that attends, a column for each that is attended to, the
 * deeper a cell the more of the column's token goes into the row's.
 *
 * @param heads the tokens and their attention
 * @param colors of the text
 * @param font of the tokens
 * @param cell side of a cell
 */
public record AttentionChart(AttentionHeads heads, ChartColors colors, Font font, int cell) {
  private static final Color DEEP = new Color(0x2B82C9);
  private static final int PAGE_CELL = 22;
  private static final int PAGE_FONT = 14;

  /** Space for a token beside its cell. */
  private static final int GAP = 10;

  /**
   * A head for a page.
   *
   * @param heads the tokens and their attention
   * @return draws in the page's colors
   */
  public static AttentionChart ofPage(AttentionHeads heads) {
    Font font = new Font(Font.SANS_SERIF, Font.PLAIN, PAGE_FONT);
    return new AttentionChart(heads, ChartColors.PAGE, font, PAGE_CELL);
  }

  /**
   * Its SVG.
   *
   * @param head the head
   * @param id in the page
   * @return an element with an {@code image} in it, which is that of {@link #data}
   */
  public String svg(Head head, String id) {
    Dimension size = size(true, true);
    return SvgDrawing.withTextsAtAxes(of(head, true, true), size, id, "Attention of " + head);
  }

  /**
   * Width of its SVG.
   *
   * @return in CSS pixels
   */
  public int width() {
    return size(true, true).width;
  }

  /** Size with the tokens at the left, at the top, or neither. */
  Dimension size(boolean left, boolean top) {
    int side = heads.tokens().size() * cell;
    int space = labelSpace();
    return new Dimension(side + (left ? space : 0), side + (top ? space : 0));
  }

  /** Width of the longest token; fonts that are missing here may be there where it is read. */
  int labelSpace() {
    double widest = 0;
    for (String token : heads.tokens()) {
      double width =
          token.codePoints().mapToDouble(c -> Character.isIdeographic(c) ? 1.05 : 0.66).sum();
      widest = Math.max(widest, width);
    }
    return (int) Math.ceil(widest * font.getSize()) + GAP;
  }

  /** The head, with the tokens at the left, at the top, or neither. */
  JFreeChart of(Head head, boolean left, boolean top) {
    SymbolAxis columns = axis(top);
    columns.setVerticalTickLabels(true);
    SymbolAxis rows = axis(left);
    rows.setInverted(true);
    XYPlot plot = new XYPlot(new XYSeriesCollection(), columns, rows, new XYLineAndShapeRenderer());
    plot.setDomainAxisLocation(AxisLocation.TOP_OR_LEFT);
    plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
    plot.setInsets(RectangleInsets.ZERO_INSETS);
    plot.setBackgroundPaint(new Color(0, 0, 0, 0));
    plot.setOutlinePaint(colors.grid());
    plot.setOutlineStroke(new BasicStroke(1));
    plot.setDomainGridlinesVisible(false);
    plot.setRangeGridlinesVisible(false);
    AxisSpace above = new AxisSpace();
    above.setTop(top ? labelSpace() : 0);
    plot.setFixedDomainAxisSpace(above);
    AxisSpace beside = new AxisSpace();
    beside.setLeft(left ? labelSpace() : 0);
    plot.setFixedRangeAxisSpace(beside);
    int count = heads.tokens().size();
    plot.addAnnotation(new XYDataImageAnnotation(image(head), -0.5, -0.5, count, count));
    JFreeChart chart = new JFreeChart(null, null, plot, false);
    chart.setBackgroundPaint(new Color(0, 0, 0, 0));
    chart.setPadding(RectangleInsets.ZERO_INSETS);
    return chart;
  }

  private SymbolAxis axis(boolean labels) {
    List<String> tokens = heads.tokens();
    SymbolAxis axis = new SymbolAxis(null, tokens.toArray(String[]::new));
    axis.setRange(-0.5, tokens.size() - 0.5);
    axis.setGridBandsVisible(false);
    axis.setTickLabelsVisible(labels);
    axis.setTickMarksVisible(false);
    axis.setAxisLineVisible(false);
    axis.setTickLabelFont(font);
    axis.setTickLabelPaint(colors.ink());
    axis.setTickLabelInsets(new RectangleInsets(0, 4, 4, 4));
    axis.setAutoTickUnitSelection(false);
    return axis;
  }

  /** A pixel a pair of tokens, as opaque as the square root of the probability. */
  private BufferedImage image(Head head) {
    int count = heads.tokens().size();
    BufferedImage image = new BufferedImage(count, count, BufferedImage.TYPE_INT_ARGB);
    for (int into = 0; into < count; into++) {
      for (int of = 0; of < count; of++) {
        int alpha = (int) Math.round(255 * Math.sqrt(heads.at(head, into, of)));
        image.setRGB(of, into, alpha << 24 | DEEP.getRGB() & 0xFFFFFF);
      }
    }
    return image;
  }

  /**
   * The head's picture, a pixel a pair of tokens.
   *
   * @param head the head
   * @return an address with the data in it
   */
  public String data(Head head) {
    return Picture.data(image(head));
  }
}
