package org.bert4j.pretrain.corpus;

/**
 * Tells which boundaries of the Unicode rules are inside a sentence: after abbreviations, numbers
 * of a list, titles of books in Chinese, within addresses of the web, and wherever the text goes on
 * in lower case.
 */
final class SentenceBoundary {
  /** Most quotes, brackets and dashes before the first letter of a sentence. */
  private static final int MAX_OPENING_MARKS = 8;

  /** Most quotes and brackets after the last letter of a sentence. */
  private static final int MAX_CLOSING_MARKS = 100;

  /** No address of the web is longer, nor worth looking at if it were. */
  private static final int MAX_ADDRESS_CHARS = 500;

  private final String text;
  private final boolean lowerCase;

  /**
   * Of one paragraph.
   *
   * @param text the paragraph, words with capitals if it has none
   * @param lowerCase whether it had none
   */
  SentenceBoundary(String text, boolean lowerCase) {
    this.text = text;
    this.lowerCase = lowerCase;
  }

  /** Whether the sentence that begins at {@code start} goes on behind {@code cut}. */
  boolean isInside(int start, int cut) {
    int next = skipSpaces(cut);
    if (next == text.length()) {
      return false;
    }
    int last = lastBefore(start, cut);
    int closing = 0;
    while (last > start && closing < MAX_CLOSING_MARKS && Characters.closes(text.charAt(last))) {
      if (text.charAt(last) == '》' || text.charAt(last) == '〉') {
        return true; // 《…！》 is a title
      }
      closing++;
      last = lastBefore(start, last);
    }
    char stop = text.charAt(last);
    char first = text.charAt(next);
    if (",;:，；：、.!?".indexOf(first) >= 0 || closing > 0 && isJapaneseQuotative(cut, next)) {
      return true;
    }
    if (stop < 0x80 && isAddress(last, cut)) {
      return true;
    }
    int letter = firstLetter(next);
    if (letter < 0) {
      return false;
    }
    char follows = text.charAt(letter);
    if (Character.isLowerCase(follows)) {
      // 。 ends a sentence whatever follows: names such as "iPhone" begin with small letters.
      return stop < 0x80 || stop == '…';
    }
    boolean quote = letter > next && first != '(';
    if (quote || stop != '.' && stop != '．') {
      return false;
    }
    return Numbers.continues(text, start, last, letter)
        || Abbreviations.continues(text, last, letter, lowerCase);
  }

  /** 「…。」と言った. */
  private boolean isJapaneseQuotative(int cut, int next) {
    if (next != cut || text.charAt(cut - 1) != '」' && text.charAt(cut - 1) != '』') {
      return false;
    }
    if (text.startsWith("って", next)) {
      return true;
    }
    // とても, ところ, とにかく, とも, とりあえず, とき begin a sentence.
    return text.charAt(next) == 'と'
        && next + 1 < text.length()
        && "てこにもりき".indexOf(text.charAt(next + 1)) < 0;
  }

  /**
   * {@code https://example.org/?Question=1}: whether what touches the stop on both sides is one.
   */
  private boolean isAddress(int stop, int cut) {
    if (cut != stop + 1 || text.charAt(cut) <= ' ' || text.charAt(cut) >= 0x7F) {
      return false;
    }
    int from = stop;
    while (from > 0
        && stop - from < MAX_ADDRESS_CHARS
        && text.charAt(from - 1) > ' '
        && text.charAt(from - 1) < 0x7F) {
      from--;
    }
    String before = text.substring(from, stop);
    return before.contains("://") || before.regionMatches(true, 0, "www.", 0, 4);
  }

  private int skipSpaces(int from) {
    int at = from;
    while (at < text.length() && Characters.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private int lastBefore(int start, int end) {
    int last = end - 1;
    while (last > start && Characters.isSpace(text.charAt(last))) {
      last--;
    }
    return last;
  }

  /** Place of the first letter or digit behind a few marks, or −1. */
  private int firstLetter(int from) {
    int limit = Math.min(from + MAX_OPENING_MARKS, text.length());
    for (int at = from; at < limit; at++) {
      if (Character.isLetterOrDigit(text.charAt(at))) {
        return at;
      }
    }
    return -1;
  }
}
