package org.bert4j.pretrain;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import org.bert4j.common.run.Range;

/**
 * Which word pieces text is cut into: those of a tokenizer, or those learned from the corpus.
 *
 * @param tokenizer HuggingFace directory with the tokenizer, or null to learn one
 * @param vocabSize word pieces to learn
 * @param cased whether the tokenizer learned keeps case and accents
 */
@RecordBuilder
public record VocabularyConfig(Path tokenizer, int vocabSize, boolean cased)
    implements VocabularyConfigBuilder.With {
  /**
   * Checks the size. {@inheritDoc}
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public VocabularyConfig {
    Range.atLeast("vocab_size", vocabSize, 1);
  }
}
