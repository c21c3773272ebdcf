package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.ner.tag.EntitySpan;

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

  /** The words that have a label. */
  List<Integer> labelled() {
    return IntStream.range(0, tags.size())
        .filter(word -> !tags.get(word).equals(EntityLabels.UNLABELLED))
        .boxed()
        .toList();
  }

  /** The words that a file with labels has none for. */
  Set<Integer> unlabelled() {
    return IntStream.range(0, isLabelled() ? 0 : tags.size())
        .filter(word -> tags.get(word).equals(EntityLabels.UNLABELLED))
        .boxed()
        .collect(Collectors.toSet());
  }

  /** The tags of the words that have a label. */
  List<String> labels() {
    return isLabelled() ? tags : labelled().stream().map(tags::get).toList();
  }

  /** Entities among the words that have a label as those among all words. */
  List<EntitySpan> amongWords(List<EntitySpan> entities) {
    if (isLabelled()) {
      return entities;
    }
    List<Integer> words = labelled();
    return entities.stream()
        .map(span -> new EntitySpan(span.type(), words.get(span.first()), words.get(span.last())))
        .toList();
  }

  private boolean isLabelled() {
    return !tags.contains(EntityLabels.UNLABELLED);
  }
}
