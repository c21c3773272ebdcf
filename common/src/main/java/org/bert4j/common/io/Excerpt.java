package org.bert4j.common.io;

import java.util.Collection;
import java.util.stream.Collectors;

/** What a message shows of somebody's text. */
public final class Excerpt {
  private static final int LONGEST = 80;
  private static final int MOST = 30;

  private Excerpt() {}

  /**
   * The beginning of a text, on one line.
   *
   * @param text any text
   * @return at most 80 characters; a tab is written {@code \t}, other control characters and line
   *     ends are spaces
   */
  public static String of(String text) {
    String line =
        onOneLine(text.substring(0, Math.min(text.length(), LONGEST + 1)).replace("\t", "\\t"));
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 3) + "...";
  }

  /**
   * A text in full, on one line.
   *
   * @param text any text
   * @return the text; control characters and line ends are spaces
   */
  public static String onOneLine(String text) {
    return text.replaceAll("[\\p{Cc}\\u2028\\u2029]", " ");
  }

  /**
   * Names, such as those of a table's columns.
   *
   * @param names any names
   * @return the first of them with commas between, on one line
   */
  public static String list(Collection<String> names) {
    String first = names.stream().limit(MOST).map(Excerpt::of).collect(Collectors.joining(", "));
    return names.size() <= MOST ? first : first + " and " + (names.size() - MOST) + " more";
  }
}
