package org.bert4j.common.io;

import java.util.Locale;

/**
 * What a character offset into a text counts. The units differ behind a character beyond U+FFFF, an
 * emoji for example: it is one code point, as Python counts, and two UTF-16 units, as Java and
 * JavaScript count.
 */
public enum OffsetUnit {
  /** One of the others, decided by what lies at the offsets of a whole file. */
  AUTO("auto"),
  /** UTF-16 units, the {@code char}s of Java. */
  UTF16("utf16"),
  /** Unicode code points. */
  CODE_POINTS("code-points");

  private final String name;

  OffsetUnit(String name) {
    this.name = name;
  }

  /**
   * The unit of a name.
   *
   * @param name {@code auto}, {@code utf16} or {@code code-points}
   * @return the unit
   * @throws IllegalArgumentException if it is none of these
   */
  public static OffsetUnit parse(String name) {
    for (OffsetUnit unit : values()) {
      if (unit.name.equals(name.toLowerCase(Locale.ROOT))) {
        return unit;
      }
    }
    throw new IllegalArgumentException(
        "offsets \"" + name + "\": expected auto, utf16 or code-points");
  }

  /**
   * Whether the units differ within a text.
   *
   * @param text a text
   * @return true if it has a character beyond U+FFFF
   */
  public static boolean matters(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Turns offsets into code points into offsets into UTF-16 units. One outside of the text stays
   * outside by as much, so that it can be named in the units of the file.
   *
   * @param text the text
   * @param codePoints offsets in any order
   * @return the same places, to be used with {@code text.substring}
   */
  public static int[] toUtf16(String text, int... codePoints) {
    int[] offsets = codePoints.clone();
    if (!matters(text)) {
      return offsets;
    }
    int length = text.codePointCount(0, text.length());
    // Spans are in order as a rule: the next place is counted from the last one.
    int atCodePoint = 0;
    int atUnit = 0;
    for (int i = 0; i < offsets.length; i++) {
      int offset = offsets[i];
      if (offset >= 0 && offset <= length) {
        atUnit = text.offsetByCodePoints(atUnit, offset - atCodePoint);
        atCodePoint = offset;
        offsets[i] = atUnit;
      } else if (offset > length) {
        offsets[i] = text.length() + (offset - length);
      }
    }
    return offsets;
  }

  /** The name on the command line. */
  @Override
  public String toString() {
    return name;
  }
}
