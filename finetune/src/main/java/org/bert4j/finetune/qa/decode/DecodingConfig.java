package org.bert4j.finetune.qa.decode;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Locale;

/**
 * How an answer is chosen.
 *
 * @param nBestSize answers kept, and starts and ends of each window tried, at least 1
 * @param maxAnswerLength most word pieces of an answer, at least 1
 * @param version2WithNegative whether a question may have no answer
 * @param nullScoreDiffThreshold a question has no answer if the score of none exceeds that of the
 *     best answer by more than this, any finite number
 */
@JsonNaming(SnakeCaseStrategy.class)
public record DecodingConfig(
    int nBestSize,
    int maxAnswerLength,
    @JsonProperty("version_2_with_negative") boolean version2WithNegative,
    double nullScoreDiffThreshold) {

  /** Every question has an answer. */
  public static final DecodingConfig DEFAULT = new DecodingConfig(20, 30, false, 0);

  /**
   * Checks the ranges. {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public DecodingConfig {
    if (nBestSize < 1) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "n_best_size is %d, expected at least 1", nBestSize));
    }
    if (maxAnswerLength < 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "max_answer_length is %d, expected at least 1", maxAnswerLength));
    }
    if (!Double.isFinite(nullScoreDiffThreshold)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "null_score_diff_threshold is %s, expected a finite number",
              nullScoreDiffThreshold));
    }
  }

  /**
   * The same with another threshold.
   *
   * @param threshold the threshold
   * @return the other configuration
   */
  public DecodingConfig withThreshold(double threshold) {
    return new DecodingConfig(nBestSize, maxAnswerLength, version2WithNegative, threshold);
  }
}
