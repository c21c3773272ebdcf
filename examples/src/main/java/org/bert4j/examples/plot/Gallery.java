package org.bert4j.examples.plot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Pictures beside each other, and pictures of files. */
public final class Gallery {
  private static final int GAP = 12;

  private Gallery() {}

  /**
   * Puts pictures into a row.
   *
   * @param pictures from left to right
   * @return one picture
   */
  public static BufferedImage row(BufferedImage... pictures) {
    int width = Arrays.stream(pictures).mapToInt(picture -> picture.getWidth() + GAP).sum() - GAP;
    int height = Arrays.stream(pictures).mapToInt(BufferedImage::getHeight).max().orElse(1);
    return Picture.of(
        Math.max(1, width),
        height,
        graphics -> {
          int x = 0;
          for (BufferedImage picture : pictures) {
            graphics.drawImage(picture, x, 0, null);
            x += picture.getWidth() + GAP;
          }
        });
  }

  /**
   * Makes a picture smaller.
   *
   * @param picture any
   * @param width wanted, in pixels
   * @return the picture, no wider than that
   */
  public static BufferedImage within(BufferedImage picture, int width) {
    if (picture.getWidth() <= width) {
      return picture;
    }
    int height = Math.round((float) picture.getHeight() * width / picture.getWidth());
    java.awt.Image scaled =
        picture.getScaledInstance(width, height, java.awt.Image.SCALE_AREA_AVERAGING);
    return Picture.of(width, height, graphics -> graphics.drawImage(scaled, 0, 0, null));
  }

  /**
   * Reads a picture.
   *
   * @param file a PNG file
   * @return the picture
   * @throws IOException if reading fails
   */
  public static BufferedImage read(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return ImageIO.read(in);
    }
  }
}
