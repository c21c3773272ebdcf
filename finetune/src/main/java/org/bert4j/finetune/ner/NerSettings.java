package org.bert4j.finetune.ner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Objects;
import org.bert4j.finetune.ner.data.WordSplitting;

/**
 * What a model for entities must know of its training to be used alike. Kept in {@code config.json}
 * under {@code task_specific_params}, which HuggingFace's programs leave alone.
 *
 * @param wordSplitting how the words of the training data were split
 * @param maxSeqLength the longest window in tokens, [CLS] and [SEP] included, at least 3
 */
public record NerSettings(WordSplitting wordSplitting, int maxSeqLength) {
  private static final String PARAMETERS = "task_specific_params";
  private static final String NER = "ner";
  private static final String WORD_SPLITTING = "word_splitting";
  private static final String MAX_SEQ_LENGTH = "max_seq_length";

  /**
   * Checks the settings. {@inheritDoc}
   *
   * @throws IllegalArgumentException if a window has no room for a piece
   */
  public NerSettings {
    Objects.requireNonNull(wordSplitting, "wordSplitting");
    if (maxSeqLength < 3) {
      throw new IllegalArgumentException(
          "max_seq_length is " + maxSeqLength + ", expected at least 3, [CLS], a piece and [SEP]");
    }
  }

  /**
   * Reads the settings.
   *
   * @param config the content of a {@code config.json}
   * @param positions the model's {@code max_position_embeddings}
   * @return the settings; of a model from elsewhere, words as in CoNLL-2003 and all its positions
   * @throws IllegalArgumentException if they are there but broken
   */
  static NerSettings read(JsonNode config, int positions) {
    JsonNode ner = config.path(PARAMETERS).path(NER);
    if (ner.isMissingNode()) {
      return new NerSettings(WordSplitting.WORDS, positions);
    }
    String splitting = ner.path(WORD_SPLITTING).asText("words");
    try {
      return new NerSettings(
          WordSplitting.valueOf(splitting.toUpperCase(Locale.ROOT)),
          Math.min(positions, ner.path(MAX_SEQ_LENGTH).asInt(positions)));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s.%s: \"%s\", expected runs, words or characters, and %s of at least 3",
              PARAMETERS,
              NER,
              splitting,
              MAX_SEQ_LENGTH),
          e);
    }
  }

  /**
   * Writes the settings.
   *
   * @param config receives them
   */
  void putInto(ObjectNode config) {
    config
        .withObject("/" + PARAMETERS + "/" + NER)
        .put(WORD_SPLITTING, wordSplitting.name().toLowerCase(Locale.ROOT))
        .put(MAX_SEQ_LENGTH, maxSeqLength);
  }
}
