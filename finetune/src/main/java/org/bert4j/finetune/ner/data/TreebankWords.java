package org.bert4j.finetune.ner.data;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules of {@link WordSplitting#WORDS} for a stretch of text without spaces. */
final class TreebankWords {
  private static final Pattern CLITIC =
      Pattern.compile("(n['’]t|['’](?:s|re|ve|ll|d|m))$", Pattern.CASE_INSENSITIVE);

  /** What a clitic leaves behind when its word has been cut off. */
  private static final Pattern CLITIC_AHEAD =
      Pattern.compile("['’](?:s|re|ve|ll|d|m)(?![\\p{L}\\p{N}])", Pattern.CASE_INSENSITIVE);

  /** Abbreviations: single letters with full stops, {@code U.S.}, {@code J.}, {@code a.m.}. */
  private static final Pattern INITIALS = Pattern.compile("\\p{L}(\\.\\p{L})*+\\.");

  private static final Set<String> TITLES =
      Set.of(
          "mr.", "mrs.", "ms.", "dr.", "st.", "jr.", "sr.", "prof.", "gen.", "col.", "lt.", "sgt.",
          "capt.", "rev.", "gov.", "sen.", "rep.", "inc.", "co.", "corp.", "ltd.", "bros.", "no.",
          "vs.", "etc.", "jan.", "feb.", "mar.", "apr.", "jun.", "jul.", "aug.", "sept.", "sep.",
          "oct.", "nov.", "dec.");

  private TreebankWords() {}

  /** Where the word ends that begins at {@code start}; {@code limit} is the next space. */
  static int end(String text, int start, int limit) {
    int first = text.codePointAt(start);
    int next = start + Character.charCount(first);
    Matcher ahead = CLITIC_AHEAD.matcher(text).region(start, limit);
    if (start > 0 && Letters.isWordPart(text.codePointBefore(start)) && ahead.lookingAt()) {
      return ahead.end();
    }
    boolean handle = (first == '@' || first == '#') && next < limit && isPart(text, next);
    if (!Letters.isWordPart(first) && !handle) {
      return repeatedEnd(text, start, limit);
    }
    int end = unspacedEnd(text, start, limit);
    // Punctuation behind the last letter is not part of the word, nor is a clitic.
    int last = lastPart(text, start, end);
    Matcher clitic = CLITIC.matcher(text).region(start, last);
    if (clitic.find() && clitic.start() > start) {
      return clitic.start();
    }
    boolean stop = last < end && text.charAt(last) == '.';
    return stop && isAbbreviation(text.substring(start, last + 1)) ? last + 1 : last;
  }

  private static boolean isAbbreviation(String word) {
    return INITIALS.matcher(word).matches() || TITLES.contains(word.toLowerCase(Locale.ROOT));
  }

  private static boolean isPart(String text, int position) {
    return Letters.isWordPart(text.codePointAt(position));
  }

  /** {@code ...} and {@code --} are one word. */
  private static int repeatedEnd(String text, int start, int limit) {
    int c = text.codePointAt(start);
    int end = start + Character.charCount(c);
    while (end < limit
        && (text.codePointAt(end) == c || Letters.isAttached(text.codePointAt(end)))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** The next Chinese character, or the next space. */
  private static int unspacedEnd(String text, int start, int limit) {
    int end = start;
    while (end < limit && !Letters.isChinese(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  /** Behind the last letter or digit; there is one. */
  private static int lastPart(String text, int start, int end) {
    int last = end;
    while (last > start && !Letters.isWordPart(text.codePointBefore(last))) {
      last -= Character.charCount(text.codePointBefore(last));
    }
    return last;
  }
}
