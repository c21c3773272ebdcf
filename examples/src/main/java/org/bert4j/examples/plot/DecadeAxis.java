package org.bert4j.examples.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** A logarithmic axis with numbers at 1, 2 and 5 times the powers of ten. */
final class DecadeAxis extends LogAxis {
  private static final long serialVersionUID = 1;
  private static final double DECADE = 10;
  private static final int[] STEPS = {1, 2, 5};

  private final DecimalFormat format =
      new DecimalFormat("0.###", DecimalFormatSymbols.getInstance(Locale.ROOT));

  DecadeAxis(String label) {
    super(label);
  }

  @Override
  public List<NumberTick> refreshTicks(
      Graphics2D graphics, AxisState state, Rectangle2D area, RectangleEdge edge) {
    boolean horizontal = RectangleEdge.isTopOrBottom(edge);
    TextAnchor anchor = horizontal ? TextAnchor.TOP_CENTER : TextAnchor.CENTER_RIGHT;
    return values(getRange().getLowerBound(), getRange().getUpperBound()).stream()
        .map(x -> new NumberTick(TickType.MAJOR, x, format.format(x), anchor, TextAnchor.CENTER, 0))
        .toList();
  }

  /** The numbers from one to another, both above 0. */
  static List<Double> values(double from, double to) {
    List<Double> values = new ArrayList<>();
    for (int power = (int) Math.floor(Math.log10(from)); power <= Math.log10(to); power++) {
      for (int step : STEPS) {
        double value = power < 0 ? step / Math.pow(DECADE, -power) : step * Math.pow(DECADE, power);
        if (value >= from && value <= to) {
          values.add(value);
        }
      }
    }
    return values;
  }
}
