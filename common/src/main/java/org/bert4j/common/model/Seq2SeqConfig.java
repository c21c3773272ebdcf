package org.bert4j.common.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.bert4j.common.io.JsonFile;

/**
 * What a {@link Seq2SeqTransformer} has beside its encoder. In a {@code config.json} these stand
 * among the encoder's properties as {@code decoder_layers}, {@code tie_word_embeddings}, {@code
 * label_smoothing} and {@code causal}.
 *
 * @param decoderLayers layers of the decoder
 * @param tieWordEmbeddings whether one table holds the word pieces of both sides and is the output
 *     layer, too (Press and Wolf, 2017); else there are three
 * @param labelSmoothing share of each target that all word pieces get evenly in training, 0 ≤ ε
 *     &lt; 1
 * @param causal whether a token of the target must not see what follows it; without, training
 *     learns to copy what it is to predict, which shows what the mask is for
 */
public record Seq2SeqConfig(
    int decoderLayers, boolean tieWordEmbeddings, double labelSmoothing, boolean causal) {
  private static final String LAYERS = "decoder_layers";
  private static final String TIED = "tie_word_embeddings";
  private static final String SMOOTHING = "label_smoothing";
  private static final String CAUSAL = "causal";
  private static final int MAX_LAYERS = 10_000;

  /**
   * Checks every value. {@inheritDoc}
   *
   * @throws IllegalArgumentException if one is out of its range; the message names it
   */
  public Seq2SeqConfig {
    if (decoderLayers < 1 || decoderLayers > MAX_LAYERS) {
      throw wrong(LAYERS, decoderLayers, "1 to " + MAX_LAYERS);
    }
    if (!(labelSmoothing >= 0 && labelSmoothing < 1)) {
      throw wrong(SMOOTHING, labelSmoothing, "0 or more and less than 1");
    }
  }

  /**
   * The original's: as many layers as the encoder has, tied embeddings, a label smoothing of 0.1.
   *
   * @param encoder configuration of the encoder
   * @return the configuration
   */
  public static Seq2SeqConfig of(BertConfig encoder) {
    return new Seq2SeqConfig(encoder.numHiddenLayers(), true, 0.1, true);
  }

  /**
   * Reads them from a {@code config.json}.
   *
   * @param file the file
   * @return the configuration
   * @throws IllegalArgumentException if the model has no decoder, or a value is out of its range
   * @throws IOException if reading fails
   */
  public static Seq2SeqConfig read(Path file) throws IOException {
    JsonNode json = JsonFile.read(file);
    try {
      if (!json.path(LAYERS).canConvertToInt() || !json.path(LAYERS).isIntegralNumber()) {
        throw wrong(
            LAYERS,
            json.has(LAYERS) ? json.get(LAYERS) : "missing",
            "the number of a decoder's layers, as in a model that translates");
      }
      return new Seq2SeqConfig(
          json.path(LAYERS).intValue(),
          json.path(TIED).asBoolean(true),
          json.path(SMOOTHING).asDouble(0),
          json.path(CAUSAL).asBoolean(true));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Both configurations as the content of a {@code config.json}.
   *
   * @param encoder configuration of the encoder
   * @return a new object
   */
  public ObjectNode toJson(BertConfig encoder) {
    ObjectNode json = encoder.toJson("Seq2SeqTransformer");
    json.put("is_encoder_decoder", true);
    json.put(LAYERS, decoderLayers);
    json.put(TIED, tieWordEmbeddings);
    json.put(SMOOTHING, labelSmoothing);
    return causal ? json : json.put(CAUSAL, false);
  }

  private static IllegalArgumentException wrong(String property, Object value, String expected) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s is %s, expected %s", property, value, expected));
  }
}
