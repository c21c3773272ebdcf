package org.bert4j.examples.console;

import java.util.Locale;

/**
 * Text for a terminal that may come from a file which nobody need trust: what would move the
 * cursor, clear the screen or turn the order of characters around is spelled out.
 */
public final class Printable {
  private static final int BEGINNING = 1500;
  private static final int END = 500;

  private Printable() {}

  /**
   * Spells out control characters.
   *
   * @param text any text
   * @return the text with control and direction characters as in Java's source, <code>&#92;u001b
   *     </code>
   */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints().forEach(c -> append(printable, c));
    return printable.toString();
  }

  private static void append(StringBuilder to, int c) {
    if (isPrintable(c)) {
      to.appendCodePoint(c);
    } else {
      to.append(String.format(Locale.ROOT, "\\u%04x", c));
    }
  }

  private static boolean isPrintable(int c) {
    boolean turnsDirection = c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069;
    return !turnsDirection
        && switch (Character.getType(c)) {
          case Character.CONTROL,
              Character.SURROGATE,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR ->
              false;
          default -> true;
        };
  }

  /**
   * Makes a message one line of a length that can be read.
   *
   * @param message any text
   * @return its beginning, which says where, and its end, which says what to do
   */
  public static String line(String message) {
    return shortened(of(shortened(message.strip()).replaceAll("\\s*\\R\\s*", "; ")));
  }

  private static String shortened(String text) {
    int left = text.length() - BEGINNING - END;
    return left <= 0
        ? text
        : String.format(
            Locale.ROOT,
            "%s ... (%,d characters) ... %s",
            text.substring(0, BEGINNING),
            left,
            text.substring(text.length() - END));
  }
}
