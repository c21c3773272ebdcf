package org.bert4j.finetune.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.Pooling;

/**
 * How vectors are made of a model's hidden states, as the files of a sentence-transformers
 * directory say: {@code modules.json}, the pooling's {@code config.json} and {@code
 * sentence_bert_config.json}.
 *
 * @param pooling how one vector is made of the tokens'
 * @param normalize whether vectors have length 1
 * @param maxSeqLength longest text in tokens, special tokens included
 * @param lowerCase whether texts are put in lower case before they are tokenized
 */
public record EmbeddingSettings(
    Pooling pooling, boolean normalize, int maxSeqLength, boolean lowerCase) {
  private static final String MODULES = "modules.json";
  private static final String SENTENCE_BERT = "sentence_bert_config.json";
  private static final String POOLING_PATH = "1_Pooling";
  private static final String NORMALIZE_PATH = "2_Normalize";
  private static final String TYPES = "sentence_transformers.models.";
  private static final String MAX_SEQ_LENGTH = "max_seq_length";
  private static final String LOWER_CASE = "do_lower_case";
  private static final String MODE = "pooling_mode";
  private static final Map<Pooling, String> MODES =
      Map.of(
          Pooling.CLS, "pooling_mode_cls_token",
          Pooling.MEAN, "pooling_mode_mean_tokens",
          Pooling.MAX, "pooling_mode_max_tokens");

  /**
   * Checks the settings. {@inheritDoc}
   *
   * @throws IllegalArgumentException if there is no room for a word piece
   */
  public EmbeddingSettings {
    Objects.requireNonNull(pooling, "pooling");
    if (maxSeqLength < 3) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "max_seq_length is %d, expected at least 3: [CLS], a piece, [SEP]",
              maxSeqLength));
    }
  }

  /** What a directory says: where its encoder is, and how vectors are made. */
  record Found(Path encoder, EmbeddingSettings settings, boolean described) {}

  /**
   * Reads the settings.
   *
   * @param directory of a checkpoint, or of sentence-transformers, whose encoder may be in a folder
   *     of its own
   * @param positions gives the encoder's {@code max_position_embeddings}
   * @return the settings; without {@code modules.json} the mean of all tokens, as
   *     sentence-transformers has it
   * @throws IllegalArgumentException if the files ask for what is not supported or are broken
   * @throws IOException if reading fails
   */
  static Found read(Path directory, Positions positions) throws IOException {
    Path modules = directory.resolve(MODULES);
    if (!isDescribed(directory)) {
      return new Found(
          directory,
          new EmbeddingSettings(Pooling.MEAN, false, positions.of(directory), false),
          false);
    }
    Path encoder = directory;
    Pooling pooling = null;
    boolean normalize = false;
    for (JsonNode module : JsonFile.readArray(modules)) {
      String type = module.path("type").asText();
      String name = type.substring(type.lastIndexOf('.') + 1);
      Path path = directory.resolve(module.path("path").asText());
      if (!path.normalize().startsWith(directory.normalize())) {
        throw new IllegalArgumentException(
            modules + ": path \"" + module.path("path").asText() + "\" leads out of the directory");
      }
      switch (name) {
        case "Transformer" -> encoder = path;
        case "Pooling" -> pooling = pooling(path.resolve("config.json"));
        case "Normalize" -> normalize = true;
        default ->
            throw new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "%s: a module of type \"%s\", expected Transformer, Pooling and Normalize only",
                    modules,
                    type));
      }
    }
    if (pooling == null) {
      throw new IllegalArgumentException(
          modules + ": no module of type Pooling, expected one behind the Transformer");
    }
    Path own = encoder.resolve(SENTENCE_BERT);
    JsonNode limits =
        Files.isRegularFile(own) ? JsonFile.read(own) : JsonNodeFactory.instance.objectNode();
    int most = positions.of(encoder);
    int length = Math.min(most, limits.path(MAX_SEQ_LENGTH).asInt(most));
    return new Found(
        encoder,
        new EmbeddingSettings(pooling, normalize, length, limits.path(LOWER_CASE).asBoolean(false)),
        true);
  }

  /** Whether a directory has sentence-transformers' description. */
  static boolean isDescribed(Path directory) {
    return Files.isRegularFile(directory.resolve(MODULES));
  }

  /** Finds out how many positions an encoder has. */
  @FunctionalInterface
  interface Positions {
    int of(Path encoder) throws IOException;
  }

  private static Pooling pooling(Path file) throws IOException {
    JsonNode config = JsonFile.read(file);
    List<Pooling> chosen = new ArrayList<>();
    for (Pooling each : Pooling.values()) {
      boolean named = config.path(MODE).asText().equals(each.name().toLowerCase(Locale.ROOT));
      if (named || config.path(MODES.get(each)).asBoolean(false)) {
        chosen.add(each);
      }
    }
    long modes =
        config.properties().stream()
            .filter(field -> field.getKey().startsWith(MODE + "_") && field.getValue().asBoolean())
            .count();
    if (chosen.size() != 1 || modes > 1) {
      throw new IllegalArgumentException(
          file + ": expected one pooling mode of cls_token, mean_tokens and max_tokens");
    }
    return chosen.get(0);
  }

  /**
   * The files that tell sentence-transformers the same.
   *
   * @param hiddenSize H
   * @return content by path in the directory
   */
  Map<String, JsonNode> files(int hiddenSize) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    ArrayNode modules = json.arrayNode();
    addModule(modules, "", "Transformer");
    addModule(modules, POOLING_PATH, "Pooling");
    if (normalize) {
      addModule(modules, NORMALIZE_PATH, "Normalize");
    }
    ObjectNode ofPooling = json.objectNode().put("word_embedding_dimension", hiddenSize);
    MODES.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(mode -> ofPooling.put(mode.getValue(), mode.getKey() == pooling));
    Map<String, JsonNode> files = new LinkedHashMap<>();
    files.put(MODULES, modules);
    files.put(POOLING_PATH + "/config.json", ofPooling);
    files.put(
        SENTENCE_BERT,
        json.objectNode().put(MAX_SEQ_LENGTH, maxSeqLength).put(LOWER_CASE, lowerCase));
    return files;
  }

  private static void addModule(ArrayNode modules, String path, String type) {
    modules
        .addObject()
        .put("idx", modules.size() - 1)
        .put("name", Integer.toString(modules.size() - 1))
        .put("path", path)
        .put("type", TYPES + type);
  }
}
