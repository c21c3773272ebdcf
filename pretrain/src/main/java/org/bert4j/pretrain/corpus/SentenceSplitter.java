package org.bert4j.pretrain.corpus;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.function.Consumer;

/**
 * Cuts a paragraph into sentences by the Unicode rules (UAX 29, as ICU has them), corrected where
 * they are too simple: abbreviations, "What?" he said, straight quotes in Chinese, text that is all
 * lower case. Not thread-safe.
 */
final class SentenceSplitter {
  /** Most quotes, brackets and dashes before the first letter of a sentence. */
  private static final int MAX_OPENING_MARKS = 8;

  private final BreakIterator boundaries = BreakIterator.getSentenceInstance(ULocale.ROOT);

  /** Hands over the sentences of a paragraph in order, stripped, none empty. */
  void split(String paragraph, Consumer<String> sentences) {
    // Without capitals the rules see no beginning of a sentence: show them every word with one.
    String text = isLowerCase(paragraph) ? capitalize(paragraph) : paragraph;
    boundaries.setText(text);
    int start = 0;
    int seen = 0;
    boolean quoted = false;
    for (int end = boundaries.next(); end != BreakIterator.DONE; end = boundaries.next()) {
      quoted = quotedAt(text, seen, end, quoted);
      seen = end;
      int cut = end;
      if (quoted && opensAtEnd(text, end)) {
        cut = end - 1;
      } else if (quoted && closesBehind(text, end)) {
        cut = end + 1;
      } else if (goesOn(text, start, end)) {
        continue;
      }
      emit(paragraph, start, cut, sentences);
      start = cut;
    }
    emit(paragraph, start, paragraph.length(), sentences);
  }

  private static void emit(String paragraph, int from, int to, Consumer<String> sentences) {
    String sentence = Characters.strip(paragraph.substring(from, to));
    if (!sentence.isEmpty()) {
      sentences.accept(sentence);
    }
  }

  /** Whether the boundary is inside a sentence. */
  private static boolean goesOn(String text, int start, int end) {
    int limit = Math.min(end + MAX_OPENING_MARKS, text.length());
    int next = end;
    while (next < limit && !Character.isLetterOrDigit(text.charAt(next))) {
      next++;
    }
    if (next == limit) {
      return false;
    }
    if (Character.isLowerCase(text.charAt(next))) {
      return true;
    }
    int last = end - 1;
    while (last > start && Characters.isSpace(text.charAt(last))) {
      last--;
    }
    boolean directly = next - end == 0;
    return directly && text.charAt(last) == '.' && Abbreviations.continues(text, last, next);
  }

  /** Whether a straight quote that the rules took for a closing one begins what follows. */
  private static boolean opensAtEnd(String text, int end) {
    return end >= 2
        && end < text.length()
        && text.charAt(end - 1) == '"'
        && Characters.endsSentence(text.charAt(end - 2));
  }

  /** Whether what follows begins with the closing quote of tokenized text: {@code . " She}. */
  private static boolean closesBehind(String text, int end) {
    return end < text.length()
        && text.charAt(end) == '"'
        && (end + 1 == text.length() || Characters.isSpace(text.charAt(end + 1)));
  }

  /** Whether a quotation is open after {@code [from, to)}; a straight quote opens and closes. */
  private static boolean quotedAt(String text, int from, int to, boolean before) {
    boolean quoted = before;
    for (int i = from; i < to; i++) {
      switch (text.charAt(i)) {
        case '"' -> quoted = !quoted;
        case '“' -> quoted = true;
        case '”' -> quoted = false;
        default -> {}
      }
    }
    return quoted;
  }

  private static boolean isLowerCase(String text) {
    boolean letters = false;
    for (int i = 0; i < text.length(); i++) {
      if (Character.isUpperCase(text.charAt(i))) {
        return false;
      }
      letters |= Character.isLowerCase(text.charAt(i));
    }
    return letters;
  }

  private static String capitalize(String text) {
    char[] chars = text.toCharArray();
    for (int i = 0; i < chars.length; i++) {
      boolean first = i == 0 || !Character.isLetter(chars[i - 1]) && chars[i - 1] != '\'';
      if (first) {
        chars[i] = Character.toUpperCase(chars[i]);
      }
    }
    return new String(chars);
  }
}
