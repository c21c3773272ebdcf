package org.bert4j.examples.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingChartTest {
  private static final List<ScalingChart.Series> SERIES =
      List.of(
          new ScalingChart.Series(
              "model",
              List.of(
                  new ScalingChart.Point(10, 25, 500),
                  new ScalingChart.Point(1, 3, 250),
                  new ScalingChart.Point(100, 240, 500))));

  @Test
  void theLimitIsTheWorkOverThePeak() {
    List<ScalingChart.Point> points = ScalingChart.byWork(SERIES);
    assertEquals(1, points.get(0).gflop());
    assertArrayEquals(
        new double[] {2, 20, 200}, ScalingChart.timesAtPeak(points), 1e-9, "one straight line");
  }

  @Test
  void numbersAreRound() {
    assertEquals(List.of(0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0), DecadeAxis.values(0.3, 199));
    assertEquals(List.of(0.002, 0.005), DecadeAxis.values(0.0011, 0.0099));
  }

  @Test
  void drawsAPicture(@TempDir Path directory) throws IOException {
    Path picture = directory.resolve("scaling.png");
    ScalingChart.draw(SERIES, picture);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(820, image.getWidth());
  }
}
