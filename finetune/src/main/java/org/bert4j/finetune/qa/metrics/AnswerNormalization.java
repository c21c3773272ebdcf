package org.bert4j.finetune.qa.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the official scripts do to an answer before they compare it: lower case, no ASCII
 * punctuation, no English articles, single blanks. Characters are what Python takes them for.
 */
public final class AnswerNormalization {
  private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";

  /** Python's {@code \b(a|an|the)\b}: a word consists of letters, numbers and underscores. */
  private static final Pattern ARTICLES =
      Pattern.compile("(?<![\\p{L}\\p{N}_])(a|an|the)(?![\\p{L}\\p{N}_])");

  private AnswerNormalization() {}

  /**
   * The words of a normalized answer.
   *
   * @param answer any text
   * @return what Python's {@code split} makes of the normalized text
   */
  static List<String> words(String answer) {
    String lower = answer.toLowerCase(Locale.ROOT);
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < lower.length(); i++) {
      if (PUNCTUATION.indexOf(lower.charAt(i)) < 0) {
        kept.append(lower.charAt(i));
      }
    }
    return split(ARTICLES.matcher(kept).replaceAll(" "));
  }

  private static List<String> split(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= text.length(); i++) {
      if (i == text.length() || isSpace(text.charAt(i))) {
        if (start < i) {
          words.add(text.substring(start, i));
        }
        start = i + 1;
      }
    }
    return words;
  }

  /** What Python's {@code str.split} splits at. */
  private static boolean isSpace(char c) {
    return switch (c) {
      case ' ', '\u0085', '\u00A0', '\u1680', '\u2028', '\u2029', '\u202F', '\u205F', '\u3000' ->
          true;
      default ->
          c >= '\t' && c <= '\r'
              || c >= '\u001C' && c <= '\u001F'
              || c >= '\u2000' && c <= '\u200A';
    };
  }
}
