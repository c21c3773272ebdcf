package org.bert4j.tokenizer.training;

import org.bert4j.common.io.Machine;
import org.bert4j.tokenizer.BertNormalization;
import org.bert4j.tokenizer.Vocabulary;

/**
 * How {@link WordPieceTrainer} learns a vocabulary.
 *
 * @param vocabularySize tokens wanted, special tokens and characters included
 * @param cased keep case and accents
 * @param minFrequency how often two neighbouring pieces must occur to become one piece, at least 1
 * @param characterCoverage the share of the corpus's characters that the vocabulary must spell, in
 *     (0, 1]. The most frequent characters are taken until it is reached; a word with another one
 *     is [UNK]
 * @param threads threads that count words, at least 1; the vocabulary does not depend on it
 * @param memory bytes of the Java heap that counting and merging may take, at least 65,536; see
 *     {@link WordPieceTrainer} for what is left out if they do not suffice
 */
public record WordPieceTraining(
    int vocabularySize,
    boolean cased,
    int minFrequency,
    double characterCoverage,
    int threads,
    long memory) {

  /** Enough for two million words; the vocabulary is the same with any heap twice as large. */
  private static final long DEFAULT_MEMORY = 1L << 30;

  private static final long MIN_MEMORY = 1 << 16;

  /** Beyond this the arrays of {@link PairMerger} would be longer than arrays can be. */
  private static final long MAX_MEMORY = 1L << 35;

  /**
   * Checks the values. {@inheritDoc}
   *
   * @throws IllegalArgumentException naming the value that is out of range
   */
  public WordPieceTraining {
    int specials = Vocabulary.SPECIAL_TOKENS.size();
    require(
        vocabularySize > specials,
        "vocabulary size "
            + vocabularySize
            + ": expected more than the "
            + specials
            + " special tokens");
    require(minFrequency >= 1, "minimum frequency " + minFrequency + ": expected at least 1");
    require(
        characterCoverage > 0 && characterCoverage <= 1,
        "character coverage " + characterCoverage + ": expected more than 0 and at most 1");
    require(threads >= 1, "threads " + threads + ": expected at least 1");
    require(
        memory >= MIN_MEMORY && memory <= MAX_MEMORY,
        "memory " + memory + ": expected from " + MIN_MEMORY + " to " + MAX_MEMORY + " bytes");
  }

  /**
   * Settings that suit most corpora: pieces that occur twice, 99.99 % of the characters, all
   * processors that the process may use, half of the heap but no more than 1 GiB.
   *
   * @param vocabularySize tokens wanted, special tokens and characters included
   * @param cased keep case and accents
   * @return the settings
   * @throws IllegalArgumentException if {@code vocabularySize} is out of range
   */
  public static WordPieceTraining of(int vocabularySize, boolean cased) {
    long memory = Math.min(Runtime.getRuntime().maxMemory() / 2, DEFAULT_MEMORY);
    return new WordPieceTraining(vocabularySize, cased, 2, 0.9999, Machine.processors(), memory);
  }

  /**
   * The normalization of the corpus and of the trained tokenizer.
   *
   * @return {@link BertNormalization#cased} or {@link BertNormalization#uncased}
   */
  BertNormalization normalization() {
    return cased ? BertNormalization.cased() : BertNormalization.uncased();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
