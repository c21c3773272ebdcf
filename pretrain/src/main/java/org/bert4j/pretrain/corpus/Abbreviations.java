package org.bert4j.pretrain.corpus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether a full stop belongs to an abbreviation and the sentence goes on after it: titles
 * ("Dr."), words before a number ("Fig. 3"), initials ("J. R. R.", "U.S.") unless a word follows
 * that usually begins a sentence.
 *
 * <p>ICU's own suppressions are not used: they match ends of words ("piano." for "no."), miss "Dr."
 * and "St.", and let single initials through.
 */
final class Abbreviations {
  /** No abbreviation is longer: what is need not be looked at to its beginning. */
  private static final int MAX_CHARS = 100;

  private static final Set<String> BEFORE_ANYTHING = load("[anything]");
  private static final Set<String> BEFORE_NUMBERS = load("[number]");
  private static final Set<String> BEFORE_NAMES = load("[name]");
  private static final Set<String> BEFORE_SMALL_LETTERS = load("[small letter]");
  private static final Set<String> BEGINNERS =
      Set.of(
          "a", "an", "and", "as", "at", "but", "for", "he", "her", "his", "how", "i", "if", "in",
          "it", "its", "my", "no", "of", "on", "our", "she", "so", "that", "the", "their", "then",
          "there", "these", "they", "this", "those", "to", "we", "what", "when", "where", "which",
          "who", "why", "with", "yes", "you", "your");

  private Abbreviations() {}

  /**
   * Whether the text goes on in the same sentence after a full stop.
   *
   * @param text a paragraph
   * @param stop where the full stop stands
   * @param next where the text goes on behind it, after spaces and marks
   * @param lowerCase whether the text had no capitals and got one a word
   */
  static boolean continues(String text, int stop, int next, boolean lowerCase) {
    int end = stop;
    while (end > 0 && text.charAt(end - 1) == ' ') {
      end--;
    }
    String word = text.substring(wordStart(text, end), end);
    if (word.isEmpty() || word.length() > MAX_CHARS) {
      return false;
    }
    String key = word.toLowerCase(Locale.ROOT);
    if (BEFORE_ANYTHING.contains(key)) {
      return true;
    }
    if (Character.isDigit(text.charAt(next))) {
      return BEFORE_NUMBERS.contains(key);
    }
    boolean mayEnd =
        isInitials(word)
            || BEFORE_NAMES.contains(key)
            || lowerCase && BEFORE_SMALL_LETTERS.contains(key);
    return mayEnd && Character.isUpperCase(text.charAt(next)) && !isBeginner(text, next);
  }

  /** Whether a sentence usually begins with the word, unless it is one more initial. */
  private static boolean isBeginner(String text, int start) {
    String word = wordAt(text, start);
    int end = start + word.length();
    while (end < text.length() && text.charAt(end) == ' ') {
      end++;
    }
    boolean initial = word.length() == 1 && end < text.length() && text.charAt(end) == '.';
    return !initial && BEGINNERS.contains(word.toLowerCase(Locale.ROOT));
  }

  /** Single capitals, each but the last with a full stop: "J", "U.S", but not the pronoun "I". */
  private static boolean isInitials(String word) {
    if (word.equals("I")) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      boolean fits = i % 2 == 0 ? Character.isUpperCase(word.charAt(i)) : word.charAt(i) == '.';
      if (!fits) {
        return false;
      }
    }
    return word.length() % 2 == 1;
  }

  private static int wordStart(String text, int end) {
    int start = end;
    while (start > 0
        && end - start <= MAX_CHARS
        && (Character.isLetter(text.charAt(start - 1)) || text.charAt(start - 1) == '.')) {
      start--;
    }
    return start;
  }

  private static String wordAt(String text, int start) {
    int end = start;
    while (end < text.length() && Character.isLetter(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private static Set<String> load(String section) {
    Set<String> words = new HashSet<>();
    try (InputStream in = Abbreviations.class.getResourceAsStream("abbreviations.txt");
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      boolean inside = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("[")) {
          inside = line.equals(section);
        } else if (inside) {
          words.addAll(Set.of(line.toLowerCase(Locale.ROOT).split(" ")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Set.copyOf(words);
  }
}
