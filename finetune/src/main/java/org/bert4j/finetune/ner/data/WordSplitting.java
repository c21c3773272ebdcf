package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the words of a raw text end. A model tags raw text best if it is split as its training data
 * were: {@link #of} tells which of these that is. Chinese and Japanese characters are always words
 * of their own; white space and control characters are none.
 */
public enum WordSplitting {
  /** Runs of letters and digits are words, every other character is one as well. */
  RUNS {
    @Override
    int end(String text, int start, int limit) {
      int first = text.codePointAt(start);
      return Letters.isWordPart(first)
          ? runEnd(text, start, limit)
          : attachedEnd(text, start + Character.charCount(first), limit);
    }
  },
  /**
   * Text between spaces is a word, but for punctuation around it and clitics such as {@code 's}, as
   * the Penn Treebank and CoNLL-2003 have it: {@code U.S.}, {@code AT&T} and {@code 1996-08-22} are
   * words.
   */
  WORDS {
    @Override
    int end(String text, int start, int limit) {
      return TreebankWords.end(text, start, limit);
    }
  },
  /** Every character is a word, Latin letters and digits too, as in Chinese data sets. */
  CHARACTERS {
    @Override
    int end(String text, int start, int limit) {
      return attachedEnd(text, start + Character.charCount(text.codePointAt(start)), limit);
    }
  };

  private static final double MOSTLY = 0.98;
  private static final double SOMETIMES = 0.002;

  /** Where the word ends that begins at {@code start}; the next space is at {@code limit}. */
  abstract int end(String text, int start, int limit);

  /**
   * Finds the words of a text.
   *
   * @param text the text
   * @return their places, in order; everything between them is space
   */
  public List<WordSpan> split(String text) {
    List<WordSpan> words = new ArrayList<>();
    int position = 0;
    while (position < text.length()) {
      int c = text.codePointAt(position);
      if (Letters.isSpace(c)) {
        position += Character.charCount(c);
        continue;
      }
      int limit = position;
      while (limit < text.length() && !Letters.isSpace(text.codePointAt(limit))) {
        limit += Character.charCount(text.codePointAt(limit));
      }
      while (position < limit) {
        int next = text.codePointAt(position);
        int end =
            Letters.isChinese(next)
                ? attachedEnd(text, position + Character.charCount(next), limit)
                : end(text, position, limit);
        words.add(new WordSpan(position, end));
        position = end;
      }
    }
    return words;
  }

  /**
   * Recognises how words of sentences were split.
   *
   * @param sentences the words of many sentences
   * @return {@link #CHARACTERS} if nearly all are single characters, {@link #WORDS} if some hold
   *     letters and punctuation, else {@link #RUNS}
   */
  public static WordSplitting of(Iterable<List<String>> sentences) {
    long words = 0;
    long single = 0;
    long mixed = 0;
    for (List<String> sentence : sentences) {
      for (String word : sentence) {
        words++;
        single += word.codePointCount(0, word.length()) <= 1 ? 1 : 0;
        boolean letters = word.codePoints().anyMatch(Letters::isWordPart);
        mixed += letters && !word.codePoints().allMatch(Letters::isWordPart) ? 1 : 0;
      }
    }
    if (words > 0 && single >= MOSTLY * words) {
      return CHARACTERS;
    }
    return mixed > SOMETIMES * words ? WORDS : RUNS;
  }

  /** The end of the letters and digits from here, before the next Chinese character. */
  static int runEnd(String text, int start, int limit) {
    int end = start;
    while (end < limit && Letters.isWordPart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }

  private static int attachedEnd(String text, int start, int limit) {
    int end = start;
    while (end < limit && Letters.isAttached(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    return end;
  }
}
