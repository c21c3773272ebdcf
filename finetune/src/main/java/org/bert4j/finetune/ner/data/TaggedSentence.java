package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagScheme;
import org.bert4j.finetune.ner.tag.TagSequences;

/**
 * Words and the entities among them.
 *
 * @param words the words of a sentence, or of a whole short document
 * @param entities entities that do not overlap, in the order of the words; none if none were asked
 *     for
 * @param source where it was read
 * @param original the text that the words were cut from, if there was one
 * @param unlabelled words, from 0, that nobody labelled: they are neither learnt from nor scored
 */
public record TaggedSentence(
    List<String> words,
    List<EntitySpan> entities,
    SourcePosition source,
    Optional<SentenceText> original,
    Set<Integer> unlabelled) {
  /**
   * Checks that the parts fit together. {@inheritDoc}
   *
   * @throws IllegalArgumentException if an entity ends behind the last word
   */
  public TaggedSentence {
    words = List.copyOf(words);
    entities = List.copyOf(entities);
    unlabelled = Set.copyOf(unlabelled);
    if (!entities.isEmpty() && entities.get(entities.size() - 1).last() >= words.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d words with %s",
              source,
              words.size(),
              entities.get(entities.size() - 1)));
    }
  }

  /**
   * A sentence all of whose words are labelled, be it as outside of entities.
   *
   * @param words the words
   * @param entities entities in the order of the words
   * @param source where it was read
   * @param original the text that the words were cut from, if there was one
   * @throws IllegalArgumentException if an entity ends behind the last word
   */
  public TaggedSentence(
      List<String> words,
      List<EntitySpan> entities,
      SourcePosition source,
      Optional<SentenceText> original) {
    this(words, entities, source, original, Set.of());
  }

  /**
   * The text of the sentence.
   *
   * @return the original, or the words joined ({@link SentenceText#join})
   */
  public SentenceText text() {
    return original.orElseGet(() -> SentenceText.join(words));
  }

  /**
   * The entities as tags.
   *
   * @param scheme the scheme wanted
   * @return a tag a word
   */
  public List<Tag> tags(TagScheme scheme) {
    return TagSequences.write(entities, words.size(), scheme);
  }

  /**
   * What a word has that is labelled.
   *
   * @param ofWords something a word
   * @param <T> what it is
   * @return the same without that of unlabelled words
   */
  public <T> List<T> labelled(List<T> ofWords) {
    return unlabelled.isEmpty()
        ? ofWords
        : IntStream.range(0, ofWords.size())
            .filter(word -> !unlabelled.contains(word))
            .mapToObj(ofWords::get)
            .toList();
  }

  /**
   * Entities among the words that are labelled.
   *
   * @param spans entities among all words
   * @return the same as if the unlabelled words were not there
   */
  public List<EntitySpan> labelledSpans(List<EntitySpan> spans) {
    return unlabelled.isEmpty()
        ? spans
        : TagSequences.entities(labelled(TagSequences.bio(spans, words.size())));
  }
}
