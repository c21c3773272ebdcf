package org.bert4j.examples.plot;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;

/** Draws losses and scores of one or several runs over the tokens they trained on. */
public final class LearningCurves {
  private static final int WIDTH = 820;
  private static final int HEIGHT = 450;
  private static final int MARGIN = 28;
  private static final int TITLE = 84;
  private static final int PANEL_TITLE = 46;
  private static final int ROW = 34;
  private static final int SAMPLE = 44;
  private static final ChartColors COLORS = ChartColors.PICTURE;
  private static final CurveChart CHARTS = new CurveChart(COLORS, 17, WIDTH);

  private final List<MetricsFile> runs;
  private final List<Panel> panels;

  private LearningCurves(List<MetricsFile> runs, List<Panel> panels) {
    this.runs = runs;
    this.panels = panels;
  }

  /**
   * Writes a picture: a panel for each loss and score that any of the runs has, whatever was
   * trained; lines for training, dots for evaluations.
   *
   * @param runs directories of runs
   * @param picture a PNG file to write
   * @throws IllegalArgumentException if a run has no metrics, or none of the runs has anything to
   *     draw
   * @throws IOException if reading or writing fails
   */
  public static void draw(List<Path> runs, Path picture) throws IOException {
    List<MetricsFile> metrics = new ArrayList<>();
    for (Path run : new LinkedHashSet<>(runs)) {
      MetricsFile read = MetricsFile.read(run);
      if (new Curves(List.of(read)).panels(MetricFamily.learning()).isEmpty()) {
        throw new IllegalArgumentException(
            run.resolve("metrics.jsonl")
                + ": no finite loss or score in it, expected the metrics of a training run;"
                + " leave this run out");
      }
      metrics.add(read);
    }
    List<Panel> panels = new Curves(metrics).panels(MetricFamily.learning());
    LearningCurves curves = new LearningCurves(metrics, panels);
    Picture.write(Picture.of(curves.width(), curves.height(), curves::paint), picture);
  }

  private int columns() {
    return Math.min(2, panels.size());
  }

  private int width() {
    return columns() * (WIDTH + MARGIN) + MARGIN;
  }

  private int rows() {
    return (panels.size() + columns() - 1) / columns();
  }

  private int height() {
    int legend = ROW * ((runs.size() > 1 ? runs.size() : 0) + 1);
    return TITLE + rows() * (HEIGHT + PANEL_TITLE) + legend + MARGIN;
  }

  private void paint(Graphics2D graphics) {
    graphics.setColor(COLORS.ink());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 27));
    String title =
        runs.size() == 1
            ? "Learning curves of " + runs.get(0).name()
            : String.format(Locale.ROOT, "Learning curves of %d runs", runs.size());
    graphics.drawString(fitting(graphics, title, width() - 2 * MARGIN), MARGIN, 52);
    for (int i = 0; i < panels.size(); i++) {
      int left = MARGIN + i % columns() * (WIDTH + MARGIN);
      int top = TITLE + i / columns() * (HEIGHT + PANEL_TITLE);
      paint(graphics, panels.get(i), left, top);
    }
    paintLegend(graphics, TITLE + rows() * (HEIGHT + PANEL_TITLE) + ROW);
  }

  private static void paint(Graphics2D graphics, Panel panel, int left, int top) {
    graphics.setColor(COLORS.ink());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    graphics.drawString(panel.title(), left + 4, top + 30);
    int at = left + 4 + graphics.getFontMetrics().stringWidth(panel.title()) + MARGIN;
    graphics.setFont(CHARTS.font());
    for (Panel.LegendEntry entry : panel.legend()) {
      sample(graphics, entry.color(), entry.dash(), at, top + 24);
      graphics.drawString(entry.name(), at + SAMPLE + 8, top + 30);
      at += SAMPLE + 8 + graphics.getFontMetrics().stringWidth(entry.name()) + MARGIN / 2;
    }
    CHARTS
        .of(panel)
        .draw(graphics, new Rectangle2D.Double(left, top + PANEL_TITLE, WIDTH, HEIGHT - 20));
  }

  private void paintLegend(Graphics2D graphics, int top) {
    int y = top;
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 19));
    if (runs.size() > 1) {
      for (int i = 0; i < runs.size(); i++) {
        sample(graphics, i, 0, MARGIN + 8, y - 6);
        int left = MARGIN + 8 + SAMPLE + 12;
        graphics.drawString(
            fitting(graphics, runs.get(i).name(), width() - left - MARGIN), left, y);
        y += ROW;
      }
    }
    if (panels.stream().anyMatch(Panel::hasDots)) {
      graphics.setColor(COLORS.muted());
      graphics.drawString("lines: training    dots: evaluations on held-out data", MARGIN + 8, y);
    }
  }

  /** A piece of line; the ink's color follows it. */
  private static void sample(Graphics2D graphics, int color, int dash, int left, int y) {
    graphics.setColor(color < 0 ? COLORS.muted() : COLORS.of(color));
    graphics.setStroke(CurveChart.stroke(4, dash));
    graphics.draw(new Line2D.Double(left, y, left + SAMPLE, y));
    graphics.setColor(COLORS.ink());
  }

  /** A name whose beginning is left out if it is too long: its end tells runs apart. */
  private static String fitting(Graphics2D graphics, String name, int width) {
    FontMetrics metrics = graphics.getFontMetrics();
    String shown = name;
    for (int from = 1; metrics.stringWidth(shown) > width && from < name.length(); from++) {
      shown = "…" + name.substring(from);
    }
    return shown;
  }
}
