package org.bert4j.pretrain.corpus;

/** What the readers need to know of single characters. */
final class Characters {
  private Characters() {}

  /** Removes white space of every kind from both ends: also no-break, ideographic, zero-width. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean isSpace(char c) {
    return c <= ' '
        || Character.isSpaceChar(c)
        || c == '\u0085' // next line
        || c == '\u200B' // zero-width space
        || c == '\uFEFF'; // zero-width no-break space
  }

  /** Whether a sentence can end with this character, apart from quotes that close after it. */
  static boolean endsSentence(char c) {
    return switch (c) {
      case '.', '!', '?', '…', '。', '！', '？', '．', '｡', '‼', '⁇', '⁈', '⁉', '।', '؟', '۔' -> true;
      default -> false;
    };
  }

  static boolean opens(char c) {
    int type = Character.getType(c);
    return type == Character.START_PUNCTUATION || type == Character.INITIAL_QUOTE_PUNCTUATION;
  }

  static boolean closes(char c) {
    int type = Character.getType(c);
    return c == '"'
        || c == '\''
        || type == Character.END_PUNCTUATION
        || type == Character.FINAL_QUOTE_PUNCTUATION;
  }

  /** Whether a line that was wrapped between two characters had a space there: not in Chinese. */
  static boolean spaceBetween(char before, char after) {
    return !(isChineseOrJapanese(before) && isChineseOrJapanese(after));
  }

  /** Ideographs, kana, their punctuation and full-width forms; Hangul is written with spaces. */
  private static boolean isChineseOrJapanese(char c) {
    boolean hangul = c >= '\uAC00' && c <= '\uD7FF';
    return c >= '\u2E80' && !hangul;
  }
}
