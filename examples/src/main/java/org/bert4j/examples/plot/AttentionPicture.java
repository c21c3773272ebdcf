package org.bert4j.examples.plot;

import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.GraphicsEnvironment;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.examples.plot.AttentionHeads.Head;

/** Heads of a model as a picture: a row for each layer, a column for each head. */
public final class AttentionPicture {
  private static final int WIDEST = 6000;
  private static final int CELL = 20;
  private static final int LARGE_CELL = 28;
  private static final int GAP = 16;
  private static final int TITLE = 56;
  private static final int CAPTION = 26;
  private static final int FOOT = 40;

  private final AttentionHeads heads;
  private final List<Head> chosen;
  private final int columns;
  private final AttentionChart chart;

  private AttentionPicture(AttentionHeads heads) {
    this.heads = heads;
    chosen = heads.chosen();
    columns = (int) chosen.stream().map(Head::head).distinct().count();
    int fitting = WIDEST / (columns * heads.tokens().size());
    int cell = Math.max(6, Math.min(chosen.size() == 1 ? LARGE_CELL : CELL, fitting));
    int fontSize = Math.max(6, Math.round(cell * 0.7f));
    chart = new AttentionChart(heads, ChartColors.PICTURE, font(fontSize), cell);
  }

  /**
   * Writes the picture.
   *
   * @param heads the heads
   * @param picture a PNG file to write
   * @throws IllegalArgumentException if there is no font with all characters of the tokens
   * @throws IOException if writing fails
   */
  public static void draw(AttentionHeads heads, Path picture) throws IOException {
    Picture.write(of(heads), picture);
  }

  /**
   * Draws the picture.
   *
   * @param heads the heads
   * @return the picture
   * @throws IllegalArgumentException if there is no font with all characters of the tokens
   */
  public static BufferedImage of(AttentionHeads heads) {
    AttentionPicture drawing = new AttentionPicture(heads);
    Dimension size = drawing.size();
    return Picture.of(size.width, size.height, drawing::paint);
  }

  private Font font(int size) {
    String text = String.join("", heads.tokens());
    Font usual = new Font(Font.SANS_SERIF, Font.PLAIN, size);
    if (usual.canDisplayUpTo(text) < 0) {
      return usual;
    }
    Font[] all = GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts();
    Optional<Font> able = Arrays.stream(all).filter(f -> f.canDisplayUpTo(text) < 0).findFirst();
    if (able.isEmpty()) {
      int at = text.codePointAt(usual.canDisplayUpTo(text));
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no font that Java finds has %s (U+%04X); install one that has, such as"
                  + " fonts-noto-cjk for Chinese, or write a page: --output FILE.html",
              Character.toString(at),
              at));
    }
    return able.get().deriveFont((float) size);
  }

  private Dimension size() {
    int side = chart.size(false, false).width;
    int rows = chosen.size() / columns;
    int width = GAP + chart.labelSpace() + columns * (side + GAP);
    int height = TITLE + CAPTION + chart.labelSpace() + rows * (side + GAP + CAPTION) + FOOT;
    return new Dimension(Math.max(560, width), height);
  }

  private void paint(Graphics2D graphics) {
    graphics.setColor(chart.colors().ink());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 20));
    String title = chosen.size() == 1 ? "Attention, " + chosen.get(0) : "Attention";
    graphics.drawString(title, GAP, 34);
    int side = chart.size(false, false).width;
    int space = chart.labelSpace();
    int y = TITLE;
    for (int i = 0; i < chosen.size(); i++) {
      boolean left = i % columns == 0;
      boolean top = i < columns;
      int x = GAP + (left ? 0 : space) + i % columns * (side + GAP);
      if (left && i > 0) {
        y += side + GAP + CAPTION + (i == columns ? space : 0);
      }
      if (chosen.size() > 1) {
        graphics.setColor(chart.colors().muted());
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
        graphics.drawString(chosen.get(i).toString(), x + (left ? space : 0), y + CAPTION - 9);
      }
      Dimension size = chart.size(left, top);
      chart
          .of(chosen.get(i), left, top)
          .draw(graphics, new Rectangle2D.Double(x, y + CAPTION, size.width, size.height));
    }
    graphics.setColor(chart.colors().muted());
    graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    graphics.drawString(
        "rows attend to columns; the deeper, the more (square root of the probability)",
        GAP,
        size().height - 16);
  }
}
