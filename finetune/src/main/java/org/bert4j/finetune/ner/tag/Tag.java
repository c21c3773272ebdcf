package org.bert4j.finetune.ner.tag;

import java.util.Objects;

/**
 * The tag of a word.
 *
 * @param position where in an entity the word stands
 * @param type the entity's type, empty for {@link TagPosition#O}, {@code _} where the tag names
 *     none
 */
public record Tag(TagPosition position, String type) {
  /** The tag of a word outside of every entity. */
  public static final Tag OUTSIDE = new Tag(TagPosition.O, "");

  /** The type of a tag that is only a letter, as seqeval calls it. */
  public static final String NO_TYPE = "_";

  /** Checks that both are there. {@inheritDoc} */
  public Tag {
    Objects.requireNonNull(position, "position");
    Objects.requireNonNull(type, "type");
  }

  /**
   * Whether the word is outside of every entity.
   *
   * @return true for {@code O}
   */
  public boolean isOutside() {
    return position == TagPosition.O;
  }

  /** The tag as BIOES writes it, such as {@code B-PER}. */
  @Override
  public String toString() {
    return isOutside() ? "O" : position + "-" + type;
  }
}
