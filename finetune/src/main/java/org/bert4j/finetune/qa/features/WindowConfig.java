package org.bert4j.finetune.qa.features;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * How a question and its context are cut into sequences.
 *
 * @param maxSeqLength most tokens of a sequence, [CLS] and both [SEP] included, at least 4
 * @param docStride word pieces between the beginnings of two windows of a context, at least 1
 * @param maxQueryLength word pieces of a question that are kept, at least 1
 */
@JsonNaming(SnakeCaseStrategy.class)
public record WindowConfig(int maxSeqLength, int docStride, int maxQueryLength) {
  /** [CLS] and twice [SEP]. */
  static final int SPECIAL_TOKENS = 3;

  /** What BERT's authors use for SQuAD. */
  public static final WindowConfig DEFAULT = new WindowConfig(384, 128, 64);

  /**
   * Checks the ranges. {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public WindowConfig {
    if (maxSeqLength <= SPECIAL_TOKENS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "max_seq_length is %d, expected at least %d: three special tokens and the context",
              maxSeqLength,
              SPECIAL_TOKENS + 1));
    }
    if (docStride < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "doc_stride is %d, expected at least 1", docStride));
    }
    if (maxQueryLength < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "max_query_length is %d, expected at least 1", maxQueryLength));
    }
  }

  /**
   * The same with sequences that a model can read.
   *
   * @param positions the model's positions
   * @return this, with at most so many tokens a sequence
   */
  public WindowConfig within(int positions) {
    return new WindowConfig(Math.min(maxSeqLength, positions), docStride, maxQueryLength);
  }

  /**
   * The word pieces of a context that fit beside a question.
   *
   * @param queryLength word pieces of the question, already cut to {@code max_query_length}
   * @return at least 1
   * @throws IllegalArgumentException if nothing fits
   */
  int room(int queryLength) {
    int room = maxSeqLength - SPECIAL_TOKENS - queryLength;
    if (room < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d word pieces and %d special tokens leave no room for the context in max_seq_length %d; raise max_seq_length, or lower max_query_length, which is %d",
              queryLength,
              SPECIAL_TOKENS,
              maxSeqLength,
              maxQueryLength));
    }
    return room;
  }
}
