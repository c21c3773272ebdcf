package org.bert4j.finetune.ner.tag;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.bert4j.common.io.Excerpt;

/** Recognises the scheme of tags: by their letters, and IOB1 and BIO by where B and I stand. */
public final class SchemeRecognition {
  /** By increasing rarity; the first one that has all letters is taken. IOB1 is told from BIO. */
  private static final List<TagScheme> CANDIDATES =
      List.of(TagScheme.BIO, TagScheme.BIOES, TagScheme.BMES, TagScheme.BILOU, TagScheme.BMEWO);

  /** Every letter met, and the first tag that had it with its place. */
  private final Map<Character, String> letters = new TreeMap<>();

  private final String advice;
  private long violationsOfBio;
  private long violationsOfIob1;

  /**
   * Makes a recognition that has seen no tags.
   *
   * @param advice what to do where one is no tag, the end of error messages
   */
  public SchemeRecognition(String advice) {
    this.advice = advice;
  }

  /**
   * Looks at the tags of a sentence.
   *
   * @param tags a tag a word, in the notation {@link TagNotation#PREFIX}
   * @param place where a word stands, for error messages
   * @throws IllegalArgumentException if one does not look like a tag
   */
  public void add(List<String> tags, IntFunction<String> place) {
    String before = "O";
    for (int word = 0; word < tags.size(); word++) {
      String tag = tags.get(word);
      if (!tag.equals("O") && !TagScheme.hasForm(tag)) {
        throw notATag(place.apply(word), tag);
      }
      if (!letters.containsKey(tag.charAt(0))) {
        letters.put(tag.charAt(0), place.apply(word) + ": tag \"" + Excerpt.of(tag) + "\"");
      }
      boolean sameType = !before.equals("O") && tag.substring(1).equals(before.substring(1));
      violationsOfBio += tag.charAt(0) == 'I' && !sameType ? 1 : 0;
      violationsOfIob1 += tag.charAt(0) == 'B' && !sameType ? 1 : 0;
      before = tag;
    }
  }

  /**
   * The scheme of all tags seen.
   *
   * @return the scheme; BIO where every word is outside
   * @throws IllegalArgumentException if no scheme has all these letters
   */
  public TagScheme scheme() {
    List<TagScheme> fitting = new ArrayList<>(CANDIDATES);
    fitting.removeIf(scheme -> !letters.keySet().stream().allMatch(scheme::has));
    if (fitting.isEmpty()) {
      throw new IllegalArgumentException(misfit());
    }
    TagScheme scheme = fitting.get(0);
    return scheme == TagScheme.BIO && violationsOfIob1 < violationsOfBio ? TagScheme.IOB1 : scheme;
  }

  private String misfit() {
    List<Character> known = new ArrayList<>();
    for (Map.Entry<Character, String> letter : letters.entrySet()) {
      if (CANDIDATES.stream().noneMatch(scheme -> scheme.has(letter.getKey()))) {
        return letter.getValue() + ": expected a tag of IOB1, BIO, BIOES, BMES, BILOU or BMEWO";
      }
      known.add(letter.getKey());
    }
    String last = letters.get(known.get(known.size() - 1));
    return String.format(
        Locale.ROOT,
        "%s: the tags begin with %s, which no scheme has together (IOB1, BIO, BIOES, BMES, BILOU, BMEWO)",
        last,
        known);
  }

  private IllegalArgumentException notATag(String place, String tag) {
    return new IllegalArgumentException(
        place
            + ": \""
            + Excerpt.of(tag)
            + "\" is no tag; expected O, or a letter, a hyphen and a type as in B-PER; "
            + advice);
  }
}
