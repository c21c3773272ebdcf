package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Lines of a corpus that are not part of its text, and why.
 *
 * @param notUtf8 lines that are not UTF-8
 * @param withNul lines that hold NUL bytes
 * @param headings headings
 * @param withoutText records and articles whose text is null or blank
 * @param tags lines that are tags
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record LeftOut(long notUtf8, long withNul, long headings, long withoutText, long tags) {
  /** Nothing was left out. */
  public static final LeftOut NOTHING = new LeftOut(0, 0, 0, 0, 0);

  /**
   * Checks that nothing is negative. {@inheritDoc}
   *
   * @throws IllegalArgumentException if something is
   */
  public LeftOut {
    if (notUtf8 < 0 || withNul < 0 || headings < 0 || withoutText < 0 || tags < 0) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "lines left out are at least 0 of each kind; found not_utf8 %d, with_nul %d, headings %d,",
                  notUtf8,
                  withNul,
                  headings)
              + String.format(Locale.ROOT, " without_text %d, tags %d", withoutText, tags));
    }
  }

  LeftOut plus(LeftOut other) {
    return new LeftOut(
        notUtf8 + other.notUtf8,
        withNul + other.withNul,
        headings + other.headings,
        withoutText + other.withoutText,
        tags + other.tags);
  }

  /**
   * Lines that should have been text and could not be read.
   *
   * @return those that are not UTF-8 or hold NUL bytes
   */
  public long broken() {
    return notUtf8 + withNul;
  }

  /**
   * How many and why.
   *
   * @return such as {@code "4 lines that are not UTF-8, 12 headings"}, empty if there are none
   */
  public String describe() {
    List<String> parts = new ArrayList<>();
    add(parts, notUtf8, "line that is not UTF-8", "lines that are not UTF-8");
    add(parts, withNul, "line with NUL bytes", "lines with NUL bytes");
    add(parts, headings, "heading", "headings");
    add(parts, tags, "line with a tag", "lines with tags");
    add(parts, withoutText, "record without text", "records without text");
    return String.join(", ", parts);
  }

  private static void add(List<String> parts, long count, String one, String several) {
    if (count > 0) {
      parts.add(String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several));
    }
  }
}
