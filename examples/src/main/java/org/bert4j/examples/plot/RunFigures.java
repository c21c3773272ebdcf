package org.bert4j.examples.plot;

import java.awt.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The curves of runs as figures of a page. */
public final class RunFigures {
  private static final Dimension SIZE = new Dimension(440, 280);
  private static final int FONT = 15;
  private static final int COLUMNS = 420;

  /** Columns of all curves of a figure together, so that a page of many runs stays small. */
  private static final int ALL_COLUMNS = 2400;

  /**
   * A figure.
   *
   * @param title what is drawn, with its unit
   * @param svg an element that takes its colors from the page
   * @param legend what tells the curves of one run apart
   * @param hasDots whether dots stand for evaluations
   */
  public record Figure(String title, String svg, List<Panel.LegendEntry> legend, boolean hasDots) {}

  private RunFigures() {}

  /**
   * Draws losses and scores, learning rate, gradient norm and speed.
   *
   * @param runs of whatever kind, each in a color of its own
   * @return a figure for each of them that any run has logged
   */
  public static List<Figure> of(List<MetricsFile> runs) {
    List<MetricFamily> families =
        Stream.of(MetricFamily.learning(), MetricFamily.steps()).flatMap(List::stream).toList();
    List<Figure> figures = new ArrayList<>();
    for (Panel panel : new Curves(runs).panels(families)) {
      int columns = Math.min(COLUMNS, Math.max(20, ALL_COLUMNS / panel.curves().size()));
      CurveChart charts = new CurveChart(ChartColors.PAGE, FONT, columns);
      String id = "curves" + figures.size();
      String svg = SvgDrawing.of(charts.of(panel), SIZE, id, panel.title());
      figures.add(new Figure(panel.title(), svg, panel.legend(), panel.hasDots()));
    }
    return figures;
  }
}
