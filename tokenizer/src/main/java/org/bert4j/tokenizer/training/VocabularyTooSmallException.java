package org.bert4j.tokenizer.training;

import java.util.Locale;

/** A vocabulary was asked for that cannot hold the characters of the corpus. */
public final class VocabularyTooSmallException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final int needed;

  VocabularyTooSmallException(WordPieceTraining training, int needed) {
    super(
        String.format(
            Locale.ROOT,
            "vocabulary size %d is smaller than the %d special tokens and characters of the corpus:"
                + " ask for at least %d or for less than a character coverage of %s",
            training.vocabularySize(),
            needed,
            needed,
            training.characterCoverage()));
    this.needed = needed;
  }

  /**
   * The smallest vocabulary that would do.
   *
   * @return the number of special tokens and characters
   */
  public int needed() {
    return needed;
  }
}
