package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Optional;

/**
 * A sentence as its file has it.
 *
 * @param words its words
 * @param tags tags of whatever scheme, empty if the file has none
 * @param spans entities by their characters, where the file has those
 * @param source where it was read
 * @param original the text that the words were cut from, if there was one
 */
record RawSentence(
    List<String> words,
    List<String> tags,
    List<MarkedSpan> spans,
    SourcePosition source,
    Optional<SentenceText> original) {
  /** A sentence without spans. */
  RawSentence(
      List<String> words,
      List<String> tags,
      SourcePosition source,
      Optional<SentenceText> original) {
    this(words, tags, List.of(), source, original);
  }
}
