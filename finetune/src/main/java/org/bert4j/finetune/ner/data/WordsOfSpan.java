package org.bert4j.finetune.ner.data;

import java.util.Locale;
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
    int first = 0;
    while (first < text.spans().size() && text.spans().get(first).end() <= span.start()) {
      first++;
    }
    int last = first;
    while (last < text.spans().size() && text.spans().get(last).start() < span.end()) {
      last++;
    }
    last--;
    if (last < first) {
      throw SentenceParser.error(
          reader,
          "%s: no word from %d to %d, only space".formatted(path, span.start(), span.end()));
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
        "%s: %d to %d cuts the word \"%s\" (%d to %d), expected whole words%s"
            .formatted(
                path,
                span.start(),
                span.end(),
                ConllParser.shortened(text.text().substring(word.start(), word.end())),
                word.start(),
                word.end(),
                finer));
  }
}
