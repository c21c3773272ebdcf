package org.bert4j.finetune.ner.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sequences of tags to entities and back. */
public final class TagSequences {
  private TagSequences() {}

  /**
   * The entities of a sentence, whatever its scheme and however broken, by the rules of the CoNLL
   * evaluation script, which are those of seqeval's default mode: an entity begins at {@code B} and
   * {@code S}, at {@code I} and {@code E} behind {@code O}, {@code E}, {@code S}, and wherever the
   * type changes. IOB1, BIO and BIOES are all read rightly so.
   *
   * @param tags a tag a word
   * @return the entities in the order of the words
   */
  public static List<EntitySpan> entities(List<Tag> tags) {
    List<EntitySpan> entities = new ArrayList<>();
    Tag before = Tag.OUTSIDE;
    int first = 0;
    for (int word = 0; word <= tags.size(); word++) {
      Tag tag = word < tags.size() ? tags.get(word) : Tag.OUTSIDE;
      boolean begins = !tag.isOutside() && begins(before, tag);
      if (!before.isOutside() && (begins || tag.isOutside())) {
        entities.add(new EntitySpan(before.type(), first, word - 1));
      }
      first = begins ? word : first;
      before = tag;
    }
    return entities;
  }

  private static boolean begins(Tag before, Tag tag) {
    return switch (tag.position()) {
      case B, S -> true;
      case I, E ->
          !before.type().equals(tag.type())
              || before.position() == TagPosition.E
              || before.position() == TagPosition.S;
      case O -> false;
    };
  }

  /**
   * Writes entities in the BIO scheme.
   *
   * @param entities entities that do not overlap
   * @param words number of words of the sentence
   * @return a tag a word
   * @throws IllegalArgumentException if entities overlap or end behind the last word
   */
  public static List<Tag> bio(List<EntitySpan> entities, int words) {
    return write(entities, words, TagScheme.BIO);
  }

  /**
   * Writes entities in a scheme.
   *
   * @param entities entities in order that do not overlap
   * @param words number of words of the sentence
   * @param scheme the scheme
   * @return a tag a word
   * @throws IllegalArgumentException if entities overlap or end behind the last word
   */
  public static List<Tag> write(List<EntitySpan> entities, int words, TagScheme scheme) {
    Tag[] tags = new Tag[words];
    for (EntitySpan entity : entities) {
      for (int word = entity.first(); word <= entity.last(); word++) {
        if (word >= words || tags[word] != null) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "%s: expected it to end within the %d words and to overlap no other",
                  entity,
                  words));
        }
        Tag before = word == 0 || tags[word - 1] == null ? Tag.OUTSIDE : tags[word - 1];
        tags[word] = new Tag(scheme.position(entity, word, before), entity.type());
      }
    }
    List<Tag> result = new ArrayList<>(words);
    for (Tag tag : tags) {
      result.add(tag == null ? Tag.OUTSIDE : tag);
    }
    return result;
  }

  /**
   * Counts the words whose tag may not follow the one before in a scheme.
   *
   * @param tags a tag a word
   * @param scheme the scheme they are meant to be in
   * @return the number of places where the sequence is broken, its end included
   */
  public static int violations(List<Tag> tags, TagScheme scheme) {
    int violations = 0;
    Tag before = Tag.OUTSIDE;
    for (int word = 0; word <= tags.size(); word++) {
      Tag tag = word < tags.size() ? tags.get(word) : Tag.OUTSIDE;
      violations += scheme.allows(before, tag) ? 0 : 1;
      before = tag;
    }
    return violations;
  }
}
