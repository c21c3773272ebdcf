package org.bert4j.examples.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScalingChartTest {
  @Test
  void drawsPointsBesideTheLimit(@TempDir Path directory) throws IOException {
    Path picture = directory.resolve("scaling.png");
    List<ScalingChart.Point> points =
        List.of(
            new ScalingChart.Point(1, 3, 500),
            new ScalingChart.Point(10, 25, 500),
            new ScalingChart.Point(100, 240, 500));
    ScalingChart.draw(List.of(new ScalingChart.Series("model", points)), picture);
    BufferedImage image = ImageIO.read(picture.toFile());
    assertEquals(820, image.getWidth());
    int gray = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        gray += image.getRGB(x, y) == Color.GRAY.getRGB() ? 1 : 0;
      }
    }
    assertTrue(gray > 100, "pixels of the limit: " + gray);
  }
}
