package org.bert4j.tokenizer.training;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The words that pieces are learned from: those that an alphabet spells, and of these as many of
 * the most frequent ones as there is memory for. Equally frequent words are all taken or all left
 * out, so that the selection does not depend on their order.
 */
final class WordSelection {

  /**
   * Bytes that {@link PairMerger} needs for each character of its words, at most: the character's
   * piece, the links from its pairs to its word, and a share of the pairs and of the queue, with
   * room to grow.
   */
  static final int CHARACTER_BYTES = 64;

  private final Alphabet alphabet;
  private final BitSet continuing = new BitSet();
  private final WordStatistics statistics;

  private WordSelection(Alphabet alphabet, Iterable<WordCount> words, long memory) {
    this.alphabet = alphabet;
    // There are few different counts, whatever the number of words: their sum is the text.
    Map<Long, long[]> byCount = new TreeMap<>();
    for (WordCount word : words) {
      if (alphabet.covers(word)) {
        int[] codePoints = word.codePoints();
        long[] sum = byCount.computeIfAbsent(-word.count(), count -> new long[2]);
        sum[0]++;
        sum[1] += codePoints.length;
        for (int i = 1; i < codePoints.length; i++) {
          continuing.set(codePoints[i]);
        }
      }
    }
    this.statistics = statistics(byCount, memory / CHARACTER_BYTES);
  }

  static WordSelection of(Iterable<WordCount> words, Alphabet alphabet, long memory) {
    return new WordSelection(alphabet, words, memory);
  }

  /** Whether pieces are learned from the word. */
  boolean contains(WordCount word) {
    return word.count() >= statistics.leastCount() && alphabet.covers(word);
  }

  /** The characters that continue words which the alphabet spells, selected or not. */
  BitSet continuing() {
    return continuing;
  }

  WordStatistics statistics() {
    return statistics;
  }

  private static WordStatistics statistics(Map<Long, long[]> byCount, long maxCharacters) {
    long distinct = 0;
    long words = 0;
    long characters = 0;
    long leastCount = 1;
    long distinctLeftOut = 0;
    long wordsLeftOut = 0;
    for (Map.Entry<Long, long[]> entry : byCount.entrySet()) { // from the most frequent down
      long count = -entry.getKey();
      long number = entry.getValue()[0];
      characters += entry.getValue()[1];
      distinct += number;
      words += number * count;
      if (characters > maxCharacters) {
        leastCount = Math.max(leastCount, count + 1);
        distinctLeftOut += number;
        wordsLeftOut += number * count;
      }
    }
    return new WordStatistics(distinct, words, distinctLeftOut, wordsLeftOut, leastCount);
  }
}
