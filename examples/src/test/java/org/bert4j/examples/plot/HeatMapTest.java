package org.bert4j.examples.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures of the notebooks: what is drawn where. */
class HeatMapTest {
  private static final int POSITIVE = 0xFF0B5CA8;
  private static final int NEGATIVE = 0xFFC44E00;

  @Test
  void firstRowIsOnTop() {
    BufferedImage picture =
        HeatMap.of("title", new float[][] {{1, 0}, {0, -1}})
            .labels(List.of("a", "b"), List.of("c", "d"))
            .axes("rows", "columns")
            .draw();
    double[] blue = centre(picture, POSITIVE);
    double[] orange = centre(picture, NEGATIVE);
    assertTrue(blue[0] < orange[0], "columns from left to right");
    assertTrue(blue[1] < orange[1], "rows from top to bottom");
  }

  /** Of the pixels of a color that lie in a row of at least 20 of it: no scale, no letter. */
  private static double[] centre(BufferedImage picture, int color) {
    double[] sum = new double[3];
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x + 20 < picture.getWidth(); x++) {
        if (picture.getRGB(x, y) == color && picture.getRGB(x + 20, y) == color) {
          sum[0] += x;
          sum[1] += y;
          sum[2]++;
        }
      }
    }
    assertTrue(sum[2] > 100, "pixels: " + sum[2]);
    return new double[] {sum[0] / sum[2], sum[1] / sum[2]};
  }

  @Test
  void linesAndBarsHaveTheirColors() {
    int first = 0xFF0B62A8;
    int second = 0xFFC44E00;
    BufferedImage lines =
        LineChart.of("title", "x", "y")
            .doubling()
            .logarithmic()
            .dots("one", new double[] {1, 2, 4}, new double[] {1, 10, 100})
            .dots("two", new double[] {1, 2, 4}, new double[] {3, 2, 1})
            .draw();
    BufferedImage bars =
        BarChart.of("title", "y", List.of("a", "a")).bars("one", 1, 2).bars("two", 2, 1).draw();
    for (BufferedImage picture : List.of(lines, bars)) {
      assertTrue(count(picture, first) > 50, "" + count(picture, first));
      assertTrue(count(picture, second) > 50, "" + count(picture, second));
    }
    assertEquals(1, (double) count(bars, first) / count(bars, second), 0.05);
    BufferedImage row = Gallery.row(lines, bars);
    assertEquals(lines.getWidth() + 12 + bars.getWidth(), row.getWidth());
    assertEquals(100, Gallery.within(row, 100).getWidth());
  }

  private static long count(BufferedImage picture, int color) {
    return java.util.Arrays.stream(
            picture.getRGB(
                0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth()))
        .filter(pixel -> pixel == color)
        .count();
  }
}
