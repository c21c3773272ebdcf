package org.bert4j.finetune.ner.tag;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a tag has its letter. Which one a file means is told by all of its tags together. */
public enum TagNotation {
  /** In front of the type, as in {@code B-PER} and {@code b-per}, or alone. */
  PREFIX,
  /** Behind the type, as in {@code PER-B}. */
  SUFFIX,
  /** Nowhere: {@code PER} for a word of an entity. Neighbours of a type are one entity. */
  TYPES;

  /** A capital alone is a letter, too; most that are not of a scheme are named as such later. */
  private static final Pattern PREFIXED = Pattern.compile("[A-Zbiemsluw][-_].+|[A-Z]");

  private static final Pattern SUFFIXED = Pattern.compile(".+[-_][BIEMSLUWbiemsluw]");

  private static final Pattern TYPE =
      Pattern.compile("\\p{L}[\\p{L}\\p{M}\\p{N}_.&/-]*[\\p{L}\\p{M}\\p{N}.]");

  private static final Pattern SEVERAL =
      Pattern.compile("([A-Z][-_][^|;/+ ]+|O)[|;/+ ]+(?:[A-Z][-_].+|O)");

  private static final Pattern DISAGREEMENT = Pattern.compile("[A-Z][-_].+,[A-Z][-_].+");

  /** Tags of words outside of entities; a zero is a misread O. */
  private static final List<String> OUTSIDE = List.of("O", "o", "0");

  /**
   * Recognises the notation.
   *
   * @param tags the different tags of a file
   * @return the notation, or nothing if no one has them all
   */
  public static Optional<TagNotation> of(Collection<String> tags) {
    boolean outside = tags.stream().anyMatch(OUTSIDE::contains);
    List<String> inside = tags.stream().filter(tag -> !OUTSIDE.contains(tag)).toList();
    if (inside.stream().allMatch(tag -> PREFIXED.matcher(tag).matches())) {
      return Optional.of(PREFIX);
    }
    if (inside.stream().allMatch(tag -> SUFFIXED.matcher(tag).matches())) {
      return Optional.of(SUFFIX);
    }
    boolean types =
        inside.stream()
            .allMatch(tag -> TYPE.matcher(tag).matches() && !PREFIXED.matcher(tag).matches());
    return outside && types ? Optional.of(TYPES) : Optional.empty();
  }

  /**
   * The first of several tags, of entities within each other.
   *
   * @param tag a tag, or several as in {@code B-LOC|B-ORG}
   * @return the first one
   */
  public static String first(String tag) {
    Matcher several = SEVERAL.matcher(tag);
    return several.matches() ? several.group(1) : tag;
  }

  /**
   * Whether a tag is several with commas between, as annotators who do not agree leave them. It is
   * a tag of a type of its own.
   *
   * @param tag a tag
   * @return whether there is a tag behind a comma
   */
  public static boolean isDisagreement(String tag) {
    return DISAGREEMENT.matcher(tag).matches();
  }

  /**
   * A tag in the usual notation.
   *
   * @param tag a tag of this notation
   * @return {@code O}, or the letter as a capital, a hyphen and the type; what is no tag as it is
   */
  public String normal(String tag) {
    if (OUTSIDE.contains(tag)) {
      return "O";
    }
    int last = tag.length() - 1;
    return switch (this) {
      case PREFIX ->
          last > 1 && PREFIXED.matcher(tag).matches()
              ? tag.substring(0, 1).toUpperCase(Locale.ROOT) + tag.substring(1)
              : tag;
      case SUFFIX ->
          SUFFIXED.matcher(tag).matches()
              ? tag.substring(last).toUpperCase(Locale.ROOT) + "-" + tag.substring(0, last - 1)
              : tag;
      case TYPES -> TYPE.matcher(tag).matches() ? "I-" + tag : tag;
    };
  }
}
