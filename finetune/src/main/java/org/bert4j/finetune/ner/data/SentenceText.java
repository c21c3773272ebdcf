package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text and where its words stand in it.
 *
 * @param text the text
 * @param spans places of the words, in order
 */
public record SentenceText(String text, List<WordSpan> spans) {
  /**
   * Checks that the words are in the text, one behind the other. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is not
   */
  public SentenceText {
    spans = List.copyOf(spans);
    int end = 0;
    for (WordSpan span : spans) {
      if (span.start() < end || span.end() < span.start() || span.end() > text.length()) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "%s in a text of %d characters: expected words one behind the other",
                span,
                text.length()));
      }
      end = span.end();
    }
  }

  /**
   * Makes a text of words that never were one: a space between two words, none where Chinese or
   * Japanese characters meet.
   *
   * @param words the words
   * @return the text
   */
  public static SentenceText join(List<String> words) {
    StringBuilder text = new StringBuilder();
    List<WordSpan> spans = new ArrayList<>(words.size());
    int before = ' ';
    for (String word : words) {
      if (text.length() > 0
          && !(Letters.isChinese(before)
              && !word.isEmpty()
              && Letters.isChinese(word.codePointAt(0)))) {
        text.append(' ');
      }
      int start = text.length();
      text.append(word);
      spans.add(new WordSpan(start, text.length()));
      before = word.isEmpty() ? ' ' : word.codePointBefore(word.length());
    }
    return new SentenceText(text.toString(), spans);
  }

  /**
   * Splits a text into words.
   *
   * @param text the text
   * @param splitting where words end
   * @return the text and its words
   */
  public static SentenceText split(String text, WordSplitting splitting) {
    return new SentenceText(text, splitting.split(text));
  }

  /** The stretches of a text between white space. */
  static SentenceText betweenSpaces(String text) {
    return matches(text, "\\S+");
  }

  /** Every character of a text, spaces too. */
  static SentenceText ofCharacters(String text) {
    return matches(text, "(?s).");
  }

  private static SentenceText matches(String text, String pattern) {
    return new SentenceText(
        text,
        Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS)
            .matcher(text)
            .results()
            .map(match -> new WordSpan(match.start(), match.end()))
            .toList());
  }

  /**
   * The words.
   *
   * @return their characters, as they stand in the text
   */
  public List<String> words() {
    return spans.stream().map(span -> text.substring(span.start(), span.end())).toList();
  }

  /**
   * Where some words begin and end.
   *
   * @param first a word
   * @param last the same word or one behind it
   * @return from the start of the first to the end of the last
   */
  public WordSpan span(int first, int last) {
    return new WordSpan(spans.get(first).start(), spans.get(last).end());
  }
}
