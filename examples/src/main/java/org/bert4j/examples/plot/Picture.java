package org.bert4j.examples.plot;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Base64;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.bert4j.common.io.AtomicFile;
import org.jfree.chart.JFreeChart;

/** PNG files. */
final class Picture {
  private Picture() {}

  /**
   * Draws a picture.
   *
   * @param width in pixels
   * @param height in pixels
   * @param drawing draws onto a white ground
   * @return the picture
   */
  static BufferedImage of(int width, int height, Consumer<Graphics2D> drawing) {
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    drawing.accept(graphics);
    graphics.dispose();
    return picture;
  }

  /** Draws a chart that fills a picture. */
  static BufferedImage of(int width, int height, JFreeChart chart) {
    return of(
        width,
        height,
        graphics -> chart.draw(graphics, new Rectangle2D.Double(0, 0, width, height)));
  }

  /**
   * A picture as part of a page.
   *
   * @param picture the picture
   * @return an address that has the PNG's bytes in it
   */
  static String data(BufferedImage picture) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new IllegalStateException("a picture cannot be written to memory", e);
    }
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /**
   * Writes a picture.
   *
   * @param picture the picture
   * @param file a PNG file to write
   * @throws IOException if writing fails
   */
  static void write(BufferedImage picture, Path file) throws IOException {
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
