package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagSequences;

/**
 * Words and their tags.
 *
 * @param words the words of a sentence, or of a whole short document
 * @param tags a BIO tag a word; empty if none were asked for
 * @param source where it was read
 * @param original the text that the words were cut from, if there was one
 */
public record TaggedSentence(
    List<String> words, List<Tag> tags, SourcePosition source, Optional<SentenceText> original) {
  /**
   * Checks that the parts fit together.
   *
   * @param words the words
   * @param tags a BIO tag a word, or none
   * @param source where it was read
   * @param original the text that the words were cut from, if there was one
   * @throws IllegalArgumentException if there are tags for fewer or more words
   */
  public TaggedSentence {
    words = List.copyOf(words);
    tags = List.copyOf(tags);
    if (!tags.isEmpty() && tags.size() != words.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: %d words with %d tags", source, words.size(), tags.size()));
    }
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
   * The entities that the tags mark.
   *
   * @return entities in the order of the words
   */
  public List<EntitySpan> entities() {
    return TagSequences.entities(tags);
  }
}
