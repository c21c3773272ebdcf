package org.bert4j.examples.plot;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.bert4j.common.io.AtomicFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;

/** Charts side by side as a PNG file. */
final class Picture {
  private Picture() {}

  /**
   * Writes them.
   *
   * @param charts from left to right
   * @param file a PNG file to write
   * @throws IOException if writing fails
   */
  static void write(List<XYChart> charts, Path file) throws IOException {
    int width = charts.stream().mapToInt(XYChart::getWidth).sum();
    int height = charts.stream().mapToInt(XYChart::getHeight).max().orElseThrow();
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    int left = 0;
    for (XYChart chart : charts) {
      graphics.drawImage(BitmapEncoder.getBufferedImage(chart), left, 0, null);
      left += chart.getWidth();
    }
    graphics.dispose();
    AtomicFile.write(
        file,
        channel -> {
          // ImageIO's own stream needs a temporary directory that can be written.
          try (ImageOutputStream out =
              new MemoryCacheImageOutputStream(Channels.newOutputStream(channel))) {
            ImageIO.write(picture, "png", out);
          }
        });
  }
}
