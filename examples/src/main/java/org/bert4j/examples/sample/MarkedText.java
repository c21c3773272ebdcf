package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text in which private-use characters mark where entities begin and end, so that expanding a
 * template is plain concatenation and the offsets are counted once, in the finished sentence.
 */
final class MarkedText {
  private static final char BEGIN = '\uE000';
  private static final char END = '\uE0FF';
  private static final String MARK = "[\uE000-\uE0FF]*";

  private static final Pattern ARTICLE = Pattern.compile("\\b([Aa])\\(n\\) (" + MARK + ")(\\w+)");
  private static final Pattern VOWEL_SOUND =
      Pattern.compile("(?i)(hour|honest|heir|8|11\\b|18\\b|(?!one\\b|once|uni|use|eu)[aeiou]).*");
  private static final Pattern FIRST_LETTER = Pattern.compile("^([\uE000-\uE0FF\"“‘(]*)(\\p{Ll})");

  private MarkedText() {}

  /** Marks a text as an entity; a null type leaves it as it is. */
  static String mark(EntityType type, String text) {
    return type == null ? text : (char) (BEGIN + type.ordinal()) + text + END;
  }

  /** Takes the marks out. */
  static String strip(String marked) {
    return marked.replaceAll(MARK, "");
  }

  /** Starts a text with a capital letter, behind marks and opening quotes. */
  static String capitalize(String text) {
    Matcher matcher = FIRST_LETTER.matcher(text);
    return matcher.find()
        ? matcher.replaceFirst(m -> m.group(1) + m.group(2).toUpperCase(Locale.ROOT))
        : text;
  }

  /** Finishes a sentence: articles, spaces, the capital letter; then takes the marks out. */
  static SampleSentence sentence(String marked) {
    String text =
        ARTICLE
            .matcher(marked)
            .replaceAll(
                m ->
                    m.group(1)
                        + (VOWEL_SOUND.matcher(m.group(3)).matches() ? "n " : " ")
                        + m.group(2)
                        + m.group(3));
    text = text.replaceAll("\\s+", " ").replaceAll(" (?=[,.;:?!])", "").strip();
    return withoutMarks(capitalize(text));
  }

  /** Of nested entities the outermost counts: a town in the name of a school is no place. */
  private static SampleSentence withoutMarks(String marked) {
    StringBuilder text = new StringBuilder();
    List<MarkedEntity> entities = new ArrayList<>();
    int depth = 0;
    int start = 0;
    EntityType type = null;
    for (char c : marked.toCharArray()) {
      if (c == END) {
        if (--depth == 0) {
          entities.add(new MarkedEntity(type, start, text.length()));
        }
      } else if (c >= BEGIN && c < END) {
        if (depth++ == 0) {
          start = text.length();
          type = EntityType.values()[c - BEGIN];
        }
      } else {
        text.append(c);
      }
    }
    return new SampleSentence(text.toString(), entities);
  }
}
