package org.bert4j.common.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalInt;
import org.bert4j.common.io.JsonFile;

/** The properties of a {@code config.json}, read with one-line errors and written. */
final class BertConfigJson {
  private final String source;
  private final JsonNode json;

  BertConfigJson(Path file) throws IOException {
    this(file.toString(), JsonFile.read(file));
  }

  BertConfigJson(String source, JsonNode json) {
    this.source = source;
    this.json = json;
  }

  BertConfig read(OptionalInt vocabSize) {
    try {
      requireSupported();
      return new BertConfig(
          vocabSize(vocabSize),
          integer("hidden_size", null),
          integer("num_hidden_layers", null),
          integer("num_attention_heads", null),
          integer("intermediate_size", null),
          Activation.of(text("hidden_act", Activation.GELU.jsonName())),
          number("hidden_dropout_prob", 0.1),
          number("attention_probs_dropout_prob", 0.1),
          integer("max_position_embeddings", 512),
          integer("type_vocab_size", 2),
          number("initializer_range", 0.02),
          number("layer_norm_eps", 1e-12),
          integer("pad_token_id", 0),
          flag("sinusoidal_pos_embds"),
          json.hasNonNull("classifier_dropout") ? number("classifier_dropout", 0) : null);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(source + ": " + e.getMessage(), e);
    }
  }

  static ObjectNode write(BertConfig config, String architecture) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("architectures").add(architecture);
    json.put("attention_probs_dropout_prob", config.attentionProbsDropoutProb());
    if (config.classifierDropout() != null) {
      json.put("classifier_dropout", config.classifierDropout());
    }
    json.put("hidden_act", config.hiddenAct().jsonName());
    json.put("hidden_dropout_prob", config.hiddenDropoutProb());
    json.put("hidden_size", config.hiddenSize());
    json.put("initializer_range", config.initializerRange());
    json.put("intermediate_size", config.intermediateSize());
    json.put("layer_norm_eps", config.layerNormEps());
    json.put("max_position_embeddings", config.maxPositionEmbeddings());
    json.put("model_type", "bert");
    json.put("num_attention_heads", config.numAttentionHeads());
    json.put("num_hidden_layers", config.numHiddenLayers());
    json.put("pad_token_id", config.padTokenId());
    json.put("position_embedding_type", "absolute");
    if (config.sinusoidalPosEmbds()) {
      json.put("sinusoidal_pos_embds", true);
    }
    json.put("torch_dtype", "float32");
    json.put("type_vocab_size", config.typeVocabSize());
    json.put("vocab_size", config.vocabSize());
    return json;
  }

  /** What would change the computation and is not implemented must not be ignored. */
  private void requireSupported() {
    require("model_type", "bert");
    require("position_embedding_type", "absolute");
    if (flag("is_decoder")) {
      throw wrong("is_decoder", "true", "false: only encoders are supported");
    }
  }

  private void require(String property, String expected) {
    String value = text(property, expected);
    if (!value.equals(expected)) {
      throw wrong(property, value, expected);
    }
  }

  private int vocabSize(OptionalInt tokenizer) {
    int size = integer("vocab_size", tokenizer.isPresent() ? tokenizer.getAsInt() : null);
    if (tokenizer.isPresent() && size != tokenizer.getAsInt()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "vocab_size is %d, but the tokenizer has %d word pieces; leave vocab_size out",
              size,
              tokenizer.getAsInt()));
    }
    return size;
  }

  private int integer(String property, Integer ifMissing) {
    if (!json.hasNonNull(property) && ifMissing != null) {
      return ifMissing;
    }
    JsonNode value = json.path(property);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw wrong(property, value, "an integer");
    }
    return value.intValue();
  }

  private double number(String property, double ifMissing) {
    if (!json.hasNonNull(property)) {
      return ifMissing;
    }
    JsonNode value = json.get(property);
    if (!value.isNumber()) {
      throw wrong(property, value, "a number");
    }
    return value.doubleValue();
  }

  private String text(String property, String ifMissing) {
    return json.hasNonNull(property) ? json.get(property).asText() : ifMissing;
  }

  private boolean flag(String property) {
    return json.path(property).asBoolean(false);
  }

  private static IllegalArgumentException wrong(String property, Object value, String expected) {
    String found = value instanceof JsonNode node && node.isMissingNode() ? "missing" : "" + value;
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "%s is %s, expected %s", property, found, expected));
  }
}
