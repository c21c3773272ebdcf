package org.bert4j.finetune.ner.data;

import java.util.Locale;
import java.util.function.Predicate;
import org.bert4j.common.io.LineReader;
import org.bert4j.finetune.ner.tag.EntitySpan;

/**
 * Finds the words that a span of characters covers.
 *
 * @param text the text and its words
 * @param splitting how the words were made, for error messages
 */
record WordsOfSpan(SentenceText text, WordSplitting splitting) {
  EntitySpan find(WordSpan span, String type, String path, LineReader reader) {
    int first = firstWord(word -> word.end() > span.start());
    int last = firstWord(word -> word.start() >= span.end()) - 1;
    if (last < first) {
      throw SentenceParser.error(
          reader,
          String.format(
              Locale.ROOT,
              "%s: no word from %d to %d, only space",
              path,
              span.start(),
              span.end()));
    }
    WordSpan words = text.span(first, last);
    if (words.start() < span.start()) {
      throw cut(text.spans().get(first), span, path, reader);
    }
    if (words.end() > span.end()) {
      throw cut(text.spans().get(last), span, path, reader);
    }
    return new EntitySpan(type, first, last);
  }

  /** The first word from which on a condition holds, by bisection: a long text has many spans. */
  private int firstWord(Predicate<WordSpan> condition) {
    int from = 0;
    int to = text.spans().size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (condition.test(text.spans().get(middle))) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  private IllegalArgumentException cut(
      WordSpan word, WordSpan span, String path, LineReader reader) {
    String finer =
        splitting == WordSplitting.CHARACTERS
            ? ""
            : "; or split words finer, with --word-splitting "
                + (splitting == WordSplitting.WORDS ? WordSplitting.RUNS : WordSplitting.CHARACTERS)
                    .name()
                    .toLowerCase(Locale.ROOT);
    return SentenceParser.error(
        reader,
        String.format(
            Locale.ROOT,
            "%s: %d to %d cuts the word \"%s\" (%d to %d), expected whole words%s",
            path,
            span.start(),
            span.end(),
            ConllParser.shortened(text.text().substring(word.start(), word.end())),
            word.start(),
            word.end(),
            finer));
  }
}
