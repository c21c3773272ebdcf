package org.bert4j.tokenizer;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How many pieces of a vocabulary have capitals, which tells whether it was learned from text in
 * lower case. In a cased vocabulary it is about one of three (bert-base-cased: 8,366 of 26,955). In
 * one in lower case it is none, but for special tokens and for what users have put in place of
 * {@code [unused0]} to {@code [unused993]}.
 *
 * @param capitals pieces that lower-casing changes
 * @param letters pieces with a letter that has an upper and a lower case
 */
record Capitals(int capitals, int letters) {

  /** {@code [unused1]}, {@code <S>}. */
  private static final Pattern MARKER = Pattern.compile("\\[.*]|<.*>");

  static Capitals of(Vocabulary vocabulary) {
    int capitals = 0;
    int letters = 0;
    for (String token : vocabulary.tokens()) {
      if (!MARKER.matcher(token).matches()) {
        boolean hasCapital = !token.equals(token.toLowerCase(Locale.ROOT));
        capitals += hasCapital ? 1 : 0;
        letters += hasCapital || !token.equals(token.toUpperCase(Locale.ROOT)) ? 1 : 0;
      }
    }
    return new Capitals(capitals, letters);
  }

  /** Whether the vocabulary is certainly cased. */
  boolean areUsual() {
    return capitals > 0 && 10L * capitals >= letters;
  }

  /** Whether the vocabulary is certainly one in lower case. */
  boolean areRare() {
    return 20L * capitals <= letters;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%,d of %,d pieces with letters have capitals", capitals, letters);
  }
}
