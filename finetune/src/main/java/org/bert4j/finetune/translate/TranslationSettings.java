package org.bert4j.finetune.translate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import org.bert4j.common.decoding.GenerationSettings;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.model.Seq2SeqConfig;
import org.bert4j.common.run.Range;

/**
 * What a model that translates is made of, and how it writes. A {@code config.json} holds the
 * latter as {@code max_target_length}, {@code num_beams} and {@code length_penalty}.
 *
 * @param decoderLayers layers of the decoder; 0 for as many as the encoder has
 * @param tieWordEmbeddings whether both sides and the output share one table of word pieces
 * @param labelSmoothing share of each target that all word pieces get evenly in training
 * @param causal whether a token of the target must not see what follows it
 * @param dropout share of hidden states and attention dropped in training, 0 ≤ p &lt; 1, or null
 *     for that of the encoder's configuration
 * @param maxTargetLength tokens of a target at most, its begin and end not counted
 * @param beams hypotheses of a sentence at a time; 1 is greedy
 * @param lengthPenalty how much longer targets are preferred, see {@link GenerationSettings}
 */
public record TranslationSettings(
    int decoderLayers,
    boolean tieWordEmbeddings,
    double labelSmoothing,
    boolean causal,
    Double dropout,
    int maxTargetLength,
    int beams,
    double lengthPenalty) {
  /** The original's, greedy. */
  public static final TranslationSettings DEFAULT =
      new TranslationSettings(0, true, 0.1, true, null, 64, 1, 0.6);

  private static final String MAX_TARGET_LENGTH = "max_target_length";
  private static final String BEAMS = "num_beams";
  private static final String LENGTH_PENALTY = "length_penalty";

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public TranslationSettings {
    Range.within("decoder_layers", decoderLayers, 0, 1000);
    Range.between("label_smoothing", labelSmoothing, 0, 0.999);
    Range.between("dropout", dropout == null ? 0 : dropout, 0, 0.999);
    new GenerationSettings(0, 1, beams, lengthPenalty, maxTargetLength, true);
  }

  /**
   * The encoder as it is trained.
   *
   * @throws IllegalArgumentException if it has too few positions for the longest target
   */
  BertConfig encoder(BertConfig config) {
    if (maxTargetLength >= config.maxPositionEmbeddings()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "max_target_length is %d, expected less than the model's max_position_embeddings,"
                  + " which is %d",
              maxTargetLength,
              config.maxPositionEmbeddings()));
    }
    return dropout == null ? config : config.withDropout(dropout);
  }

  /** What the model has beside the encoder. */
  Seq2SeqConfig model(BertConfig encoder) {
    return new Seq2SeqConfig(
        decoderLayers == 0 ? encoder.numHiddenLayers() : decoderLayers,
        tieWordEmbeddings,
        labelSmoothing,
        causal);
  }

  /** How targets between two tokens are written. */
  GenerationSettings generation(int beginId, int endId) {
    return new GenerationSettings(beginId, endId, beams, lengthPenalty, maxTargetLength, true);
  }

  /** Content of a {@code config.json}. */
  ObjectNode toJson(BertConfig encoder) {
    ObjectNode json = model(encoder).toJson(encoder);
    json.put(MAX_TARGET_LENGTH, maxTargetLength);
    json.put(BEAMS, beams);
    json.put(LENGTH_PENALTY, lengthPenalty);
    return json;
  }

  /** Those of a model, from its {@code config.json}. */
  static TranslationSettings of(Seq2SeqConfig model, JsonNode json) {
    return new TranslationSettings(
        model.decoderLayers(),
        model.tieWordEmbeddings(),
        model.labelSmoothing(),
        model.causal(),
        null,
        json.path(MAX_TARGET_LENGTH).asInt(DEFAULT.maxTargetLength()),
        json.path(BEAMS).asInt(DEFAULT.beams()),
        json.path(LENGTH_PENALTY).asDouble(DEFAULT.lengthPenalty()));
  }
}
