package org.bert4j.finetune.ner.data;

/** What the splitting of texts needs to know of code points. */
final class Letters {
  private Letters() {}

  /**
   * White space of every kind, control characters, and the two invisible characters that separate
   * words.
   */
  static boolean isSpace(int c) {
    return Character.isSpaceChar(c)
        || Character.getType(c) == Character.CONTROL
        || c == '\u200B' // zero-width space
        || c == '\uFEFF'; // zero-width no-break space
  }

  /** Parts of a word in languages that separate words by spaces. */
  static boolean isWordPart(int c) {
    return (Character.isLetterOrDigit(c) || isAttached(c)) && !isChinese(c);
  }

  /** What belongs to the character before it: accents, joiners, variation selectors. */
  static boolean isAttached(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT ->
          true;
      default -> false;
    };
  }

  /**
   * Ideographs, kana, their punctuation and full-width forms, which stand without spaces; Hangul is
   * written with spaces.
   */
  static boolean isChinese(int c) {
    boolean block = c >= 0x2E80 && c <= 0xA4CF || c >= 0xF900 && c <= 0xFAFF;
    boolean wide = c >= 0xFE30 && c <= 0xFE4F || c >= 0xFF00 && c <= 0xFFEF;
    return block || wide || c >= 0x20000 && c <= 0x3FFFF;
  }
}
