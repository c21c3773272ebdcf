package org.bert4j.finetune.ner.tag;

import java.util.Locale;
import org.bert4j.common.io.Excerpt;

/**
 * A way of marking entities by a tag a word. Each is a set of letters for the {@link TagPosition}s,
 * and rules about what may follow what.
 */
public enum TagScheme {
  /** I for a word of an entity, B only where an entity follows another of its type directly. */
  IOB1("BI__"),
  /** B for the first word of every entity, I for the others; also called IOB2. */
  BIO("BI__"),
  /** B, I, and E for the last word, S for a single one; also called IOBES. */
  BIOES("BIES"),
  /** BIOES with M (middle) instead of I. */
  BMES("BMES"),
  /** BIOES with L (last) and U (unit) instead of E and S. */
  BILOU("BILU"),
  /** BIOES with M and W (whole) instead of I and S. */
  BMEWO("BMEW");

  private static final TagPosition[] POSITIONS = {
    TagPosition.B, TagPosition.I, TagPosition.E, TagPosition.S
  };

  /** The letters of B, I, E and S; {@code _} where the scheme has none. */
  private final String letters;

  TagScheme(String letters) {
    this.letters = letters;
  }

  /**
   * Reads a tag: {@code O}, a letter, or a letter, a hyphen (or an underscore) and a type.
   *
   * @param text the tag as the file writes it
   * @return the tag
   * @throws IllegalArgumentException if it is no tag of this scheme
   */
  public Tag parse(String text) {
    if (text.equals("O")) {
      return Tag.OUTSIDE;
    }
    int letter = hasForm(text) ? letters.indexOf(text.charAt(0)) : -1;
    if (letter < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "\"%s\" is no tag of the %s scheme (O, or one of %s and a type, as in %s-PER)",
              Excerpt.of(text),
              this,
              letters.replace("_", ""),
              letters.charAt(0)));
    }
    return new Tag(POSITIONS[letter], text.length() == 1 ? Tag.NO_TYPE : text.substring(2));
  }

  /** Whether a text looks like a tag of some scheme: a capital, alone or with a type. */
  static boolean hasForm(String text) {
    if (text.isEmpty() || text.charAt(0) == '_') {
      return false;
    }
    return text.length() == 1
        || text.length() > 2 && (text.charAt(1) == '-' || text.charAt(1) == '_');
  }

  /** Whether the scheme has this letter, {@code O} included. */
  boolean has(char letter) {
    return letter == 'O' || letter != '_' && letters.indexOf(letter) >= 0;
  }

  /** Whether the scheme marks the last and the single words of entities. */
  boolean marksEnds() {
    return letters.charAt(2) != '_';
  }

  /**
   * Whether a tag may follow another one within a sentence. Before its first and after its last
   * word there stands an {@link Tag#OUTSIDE}.
   *
   * @param before the tag of a word
   * @param after the tag of the next word
   * @return false if a sequence with these two is not of this scheme
   */
  public boolean allows(Tag before, Tag after) {
    if (this == IOB1) {
      return after.position() != TagPosition.B || isInside(before, after);
    }
    boolean continues = after.position() == TagPosition.I || after.position() == TagPosition.E;
    boolean open = before.position() == TagPosition.B || before.position() == TagPosition.I;
    if (continues) {
      return open && isInside(before, after);
    }
    return !(marksEnds() && open);
  }

  /** How a word of an entity is marked, behind a word with another tag. */
  TagPosition position(EntitySpan entity, int word, Tag before) {
    boolean first = word == entity.first();
    boolean last = word == entity.last();
    if (marksEnds()) {
      return first && last
          ? TagPosition.S
          : first ? TagPosition.B : last ? TagPosition.E : TagPosition.I;
    }
    boolean begins = this == IOB1 ? first && before.type().equals(entity.type()) : first;
    return begins ? TagPosition.B : TagPosition.I;
  }

  private static boolean isInside(Tag before, Tag after) {
    return !before.isOutside() && before.type().equals(after.type());
  }
}
