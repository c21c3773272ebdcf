package org.bert4j.tokenizer.training;

import java.util.Locale;

/**
 * What a vocabulary is learned from: the words of a corpus that its characters spell. Where memory
 * is short, the rarest of them teach no pieces; their characters are in the vocabulary nonetheless.
 *
 * @param distinctWords different words
 * @param words occurrences of them all
 * @param distinctLeftOut different words that teach no pieces; 0 if memory sufficed
 * @param wordsLeftOut occurrences of those
 * @param leastCount how often a word must occur to teach pieces; 1 if memory sufficed
 */
public record WordStatistics(
    long distinctWords, long words, long distinctLeftOut, long wordsLeftOut, long leastCount) {

  /**
   * The share of the corpus that teaches no pieces.
   *
   * @return occurrences left out by all occurrences, from 0 to 1
   */
  public double shareLeftOut() {
    return words == 0 ? 0 : (double) wordsLeftOut / words;
  }

  /**
   * One line for people.
   *
   * @return the number of words and, if any are left out, which
   */
  @Override
  public String toString() {
    String counted = String.format(Locale.ROOT, "%,d different words", distinctWords);
    return distinctLeftOut == 0
        ? counted
        : String.format(
            Locale.ROOT,
            "%s; pieces are learned from the %,d that occur %,d times or more: memory does not"
                + " suffice for the others, %.2f %% of the text (a larger Java heap takes more)",
            counted,
            distinctWords - distinctLeftOut,
            leastCount,
            100 * shareLeftOut());
  }
}
