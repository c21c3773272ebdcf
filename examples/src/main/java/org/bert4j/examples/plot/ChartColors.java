package org.bert4j.examples.plot;

import java.awt.Color;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The colors of a chart. A picture has its own; a chart within a page takes those of the page,
 * which are light or dark as the reader's system is: it is drawn in colors that stand for the
 * page's custom properties {@code --ink}, {@code --muted}, {@code --grid}, {@code --s0} … {@code
 * --s7}.
 *
 * @param ink of text
 * @param muted of axes
 * @param grid of lines behind the curves
 * @param series of curves, one after the other
 */
public record ChartColors(Color ink, Color muted, Color grid, List<Color> series) {
  /** Hues of Okabe and Ito, darker where they would be pale on white. */
  static final ChartColors PICTURE =
      new ChartColors(
          new Color(0x1F2328),
          new Color(0x6E7781),
          new Color(0xE3E6EA),
          List.of(
              new Color(0x0B62A8),
              new Color(0xC44E00),
              new Color(0x00805E),
              new Color(0xA8447F),
              new Color(0x8A6A00),
              new Color(0x2A94CC),
              new Color(0x5B4BB5),
              new Color(0x57606A)));

  /** Colors that {@link #inPage} finds again. */
  static final ChartColors PAGE =
      new ChartColors(
          new Color(1, 1, 1),
          new Color(2, 2, 2),
          new Color(3, 3, 3),
          PICTURE.series.stream()
              .map(color -> new Color(4, 4, PICTURE.series.indexOf(color)))
              .toList());

  private static final Pattern RGB = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");

  Color of(int curve) {
    return series.get(curve % series.size());
  }

  /** An SVG drawn in {@link #PAGE} with the page's custom properties in place of the colors. */
  static String inPage(String svg) {
    Map<String, String> properties = new TreeMap<>();
    properties.put(rgb(PAGE.ink), "var(--ink)");
    properties.put(rgb(PAGE.muted), "var(--muted)");
    properties.put(rgb(PAGE.grid), "var(--grid)");
    for (int i = 0; i < PAGE.series.size(); i++) {
      properties.put(rgb(PAGE.series.get(i)), "var(--s" + i + ")");
    }
    return RGB.matcher(svg)
        .replaceAll(found -> properties.getOrDefault(found.group(), found.group()));
  }

  private static String rgb(Color color) {
    return String.format(
        Locale.ROOT, "rgb(%d,%d,%d)", color.getRed(), color.getGreen(), color.getBlue());
  }
}
