package org.bert4j.examples.plot;

import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.util.Arrays;

/** Fonts for texts in any language. */
final class TextFont {
  private TextFont() {}

  /**
   * The usual font, or, if it lacks a character of the text, the first that has them all, or, where
   * there is none, the usual one.
   *
   * @param size in points
   * @param text that is to be written
   * @return the font
   */
  static Font of(int size, String text) {
    Font usual = new Font(Font.SANS_SERIF, Font.PLAIN, size);
    if (usual.canDisplayUpTo(text) < 0) {
      return usual;
    }
    Font[] all = GraphicsEnvironment.getLocalGraphicsEnvironment().getAllFonts();
    return Arrays.stream(all)
        .filter(font -> font.canDisplayUpTo(text) < 0)
        .findFirst()
        .map(font -> font.deriveFont((float) size))
        .orElse(usual);
  }
}
