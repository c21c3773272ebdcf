package org.bert4j.pretrain.corpus;

/** Text without capitals, in which sentences do not show where they begin. */
final class LowerCase {
  private LowerCase() {}

  /** Whether there are letters with case, none of them a capital. */
  static boolean is(String text) {
    boolean letters = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isUpperCase(c)) {
        return false;
      }
      letters |= Character.isLowerCase(c);
    }
    return letters;
  }

  /** The text with a capital at the beginning of every word; no character moves. */
  static String capitalize(String text) {
    char[] chars = text.toCharArray();
    boolean inside = false;
    for (int i = 0; i < chars.length; i++) {
      boolean letter = isLetter(chars[i]);
      if (letter && !inside) {
        chars[i] = Character.toUpperCase(chars[i]);
      }
      inside = letter || chars[i] == '\'';
    }
    return new String(chars);
  }

  /** As Character has it, without its tables for the letters that are most of a text. */
  private static boolean isLetter(char c) {
    char lower = (char) (c | 0x20);
    return c < 0x80 ? lower >= 'a' && lower <= 'z' : Character.isLetter(c);
  }
}
