package org.bert4j.finetune.classify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.common.model.ProblemType;
import org.bert4j.finetune.text.LongTexts;

/**
 * What a model that classifies texts must know of its training to be used alike. The problem type
 * stands in {@code config.json} as HuggingFace has it, the rest under {@code task_specific_params},
 * which HuggingFace's programs leave alone.
 *
 * @param problem what its outputs mean
 * @param pairs whether it was trained on pairs of texts, null where that is not known
 * @param longTexts what becomes of texts that are longer than a window
 * @param maxSeqLength the longest window in tokens, special tokens included
 * @param temperature what logits of one class are divided by before the softmax
 */
public record ClassifySettings(
    ProblemType problem, Boolean pairs, LongTexts longTexts, int maxSeqLength, double temperature) {
  private static final String PROBLEM_TYPE = "problem_type";
  private static final String PARAMETERS = "task_specific_params";
  private static final String CLASSIFY = "classify";
  private static final String PAIRS = "pairs";
  private static final String LONG_TEXTS = "long_texts";
  private static final String MAX_SEQ_LENGTH = "max_seq_length";
  private static final String TEMPERATURE = "temperature";
  private static final int MIN_LENGTH = 5;

  /**
   * Checks the settings. {@inheritDoc}
   *
   * @throws IllegalArgumentException if a window has no room for a pair, or a temperature is not
   *     above 0
   */
  public ClassifySettings {
    Objects.requireNonNull(problem, "problem");
    Objects.requireNonNull(longTexts, "longTexts");
    if (maxSeqLength < MIN_LENGTH) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "max_seq_length is %d, expected at least %d: [CLS], a piece, [SEP], a piece, [SEP]",
              maxSeqLength,
              MIN_LENGTH));
    }
    if (!(temperature > 0 && temperature < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "temperature is %s, expected a number above 0", temperature));
    }
  }

  /**
   * Reads the settings.
   *
   * @param config the content of a {@code config.json}
   * @param labels its number of labels
   * @param positions the model's {@code max_position_embeddings}
   * @return the settings; of a model from elsewhere, beginnings of all its positions, a regression
   *     if there is one label, else one class of several
   * @throws IllegalArgumentException if they are there but broken
   */
  static ClassifySettings read(JsonNode config, int labels, int positions) {
    JsonNode problem = config.path(PROBLEM_TYPE);
    JsonNode own = config.path(PARAMETERS).path(CLASSIFY);
    String longTexts = own.path(LONG_TEXTS).asText("head");
    try {
      return new ClassifySettings(
          problem.isTextual()
              ? ProblemType.of(problem.asText())
              : labels == 1 ? ProblemType.REGRESSION : ProblemType.SINGLE_LABEL_CLASSIFICATION,
          own.has(PAIRS) ? own.path(PAIRS).asBoolean() : null,
          LongTexts.valueOf(longTexts.toUpperCase(Locale.ROOT)),
          Math.min(positions, own.path(MAX_SEQ_LENGTH).asInt(positions)),
          own.path(TEMPERATURE).asDouble(1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s.%s of config.json is broken: %s; expected long_texts head, tail, head_tail or"
                  + " windows, max_seq_length and temperature",
              PARAMETERS,
              CLASSIFY,
              e.getMessage()),
          e);
    }
  }

  /**
   * Writes the settings.
   *
   * @param config receives them
   */
  void putInto(ObjectNode config) {
    config.put(PROBLEM_TYPE, problem.jsonName());
    config
        .withObject("/" + PARAMETERS + "/" + CLASSIFY)
        .put(PAIRS, pairs)
        .put(LONG_TEXTS, longTexts.name().toLowerCase(Locale.ROOT))
        .put(MAX_SEQ_LENGTH, maxSeqLength)
        .put(TEMPERATURE, temperature);
  }

  /**
   * The same settings with another temperature.
   *
   * @param calibrated the temperature
   * @return new settings
   */
  ClassifySettings withTemperature(double calibrated) {
    return new ClassifySettings(problem, pairs, longTexts, maxSeqLength, calibrated);
  }
}
