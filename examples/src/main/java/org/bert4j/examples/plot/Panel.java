package org.bert4j.examples.plot;

import java.util.List;

/**
 * Curves over one pair of axes.
 *
 * @param title what is drawn, with its unit
 * @param xLabel what it is drawn over
 * @param fromZero whether the vertical axis begins at 0
 * @param curves the curves, at least one
 * @param legend what tells the curves of one run apart, none if there is one
 */
public record Panel(
    String title, String xLabel, boolean fromZero, List<Curve> curves, List<LegendEntry> legend) {
  /**
   * What a color or a dash pattern stands for.
   *
   * @param name of what is drawn
   * @param color which of the colors, or -1 where the color tells runs apart
   * @param dash which of the dash patterns
   */
  public record LegendEntry(String name, int color, int dash) {}

  /** Keeps copies. {@inheritDoc} */
  public Panel {
    curves = List.copyOf(curves);
    legend = List.copyOf(legend);
  }

  /**
   * Whether there are both lines and dots.
   *
   * @return true if a reader needs to be told what is what
   */
  public boolean hasDots() {
    return curves.stream().anyMatch(curve -> curve.dots().isPresent());
  }
}
