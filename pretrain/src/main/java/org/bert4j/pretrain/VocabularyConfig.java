package org.bert4j.pretrain;

import java.nio.file.Path;
import org.bert4j.common.run.Range;

/**
 * Which word pieces text is cut into: those of a tokenizer, or those learned from the corpus.
 *
 * @param tokenizer HuggingFace directory with the tokenizer, or null to learn one
 * @param vocabSize word pieces to learn
 * @param cased whether the tokenizer learned keeps case and accents
 */
public record VocabularyConfig(Path tokenizer, int vocabSize, boolean cased) {
  /**
   * Checks the size. {@inheritDoc}
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public VocabularyConfig {
    Range.atLeast("vocab_size", vocabSize, 1);
  }

  /**
   * The same with another {@link #tokenizer}.
   *
   * @param tokenizer the new value
   * @return new settings
   */
  public VocabularyConfig withTokenizer(Path tokenizer) {
    return new VocabularyConfig(tokenizer, vocabSize, cased);
  }

  /**
   * The same with another {@link #vocabSize}.
   *
   * @param vocabSize the new value
   * @return new settings
   */
  public VocabularyConfig withVocabSize(int vocabSize) {
    return new VocabularyConfig(tokenizer, vocabSize, cased);
  }

  /**
   * The same with another {@link #cased}.
   *
   * @param cased the new value
   * @return new settings
   */
  public VocabularyConfig withCased(boolean cased) {
    return new VocabularyConfig(tokenizer, vocabSize, cased);
  }
}
