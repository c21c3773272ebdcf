package org.bert4j.finetune.ner.tag;

import java.util.ArrayList;
import java.util.List;

/**
 * Entities as seqeval's strict mode reads them (chakki-works/seqeval, {@code scheme.py}): what is
 * not written as the scheme asks begins no entity.
 */
public final class StrictEntities {
  private StrictEntities() {}

  /**
   * The entities of a sentence.
   *
   * @param tags a tag a word
   * @param scheme the scheme they must obey
   * @return the entities in the order of the words
   */
  public static List<EntitySpan> of(List<Tag> tags, TagScheme scheme) {
    List<EntitySpan> entities = new ArrayList<>();
    Tag before = Tag.OUTSIDE;
    int word = 0;
    while (word < tags.size()) {
      Tag tag = tags.get(word);
      int end = word + 1;
      if (starts(before, tag, scheme)) {
        while (end < tags.size() && isInside(tags.get(end - 1), tags.get(end))) {
          end++;
        }
        Tag next = end < tags.size() ? tags.get(end) : Tag.OUTSIDE;
        if (ends(tags.get(end - 1), next, scheme)) {
          entities.add(new EntitySpan(tag.type(), word, end - 1));
        }
      }
      before = tags.get(end - 1);
      word = end;
    }
    return entities;
  }

  private static boolean starts(Tag before, Tag tag, TagScheme scheme) {
    if (scheme != TagScheme.IOB1) {
      return tag.position() == TagPosition.B || tag.position() == TagPosition.S;
    }
    return switch (tag.position()) {
      case I -> before.position() != TagPosition.I || !sameType(before, tag);
      case B -> !before.isOutside() && sameType(before, tag);
      default -> false;
    };
  }

  private static boolean isInside(Tag before, Tag tag) {
    boolean continues = tag.position() == TagPosition.I || tag.position() == TagPosition.E;
    boolean open = before.position() == TagPosition.B || before.position() == TagPosition.I;
    return continues && open && sameType(before, tag);
  }

  /** Whether an entity whose last word has the tag {@code last} is complete. */
  private static boolean ends(Tag last, Tag next, TagScheme scheme) {
    if (scheme.marksEnds()) {
      return last.position() == TagPosition.E || last.position() == TagPosition.S;
    }
    boolean wrongB =
        scheme == TagScheme.IOB1
            && last.position() == TagPosition.B
            && next.position() == TagPosition.B
            && !sameType(last, next);
    return !wrongB;
  }

  private static boolean sameType(Tag a, Tag b) {
    return a.type().equals(b.type());
  }
}
