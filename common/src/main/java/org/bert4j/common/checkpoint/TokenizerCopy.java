package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.JsonFile;

/**
 * The tokenizer's files of a model directory.
 *
 * @param tokenizer directory whose files are copied
 * @param config content of {@code config.json}, whose positions {@code model_max_length} is at most
 */
record TokenizerCopy(Path tokenizer, JsonNode config) {
  private static final List<String> TOKENIZER_FILES =
      List.of("vocab.txt", "tokenizer.json", "special_tokens_map.json");

  private static final String TOKENIZER_CONFIG = "tokenizer_config.json";
  private static final String MODEL_MAX_LENGTH = "model_max_length";

  /** Writes them into a directory. */
  void writeTo(Path directory) throws IOException {
    List<String> names =
        TOKENIZER_FILES.stream()
            .filter(name -> Files.isRegularFile(tokenizer.resolve(name)))
            .toList();
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "%s: no tokenizer, expected one of %s", tokenizer, TOKENIZER_FILES));
    }
    for (String name : names) {
      byte[] bytes = Files.readAllBytes(tokenizer.resolve(name));
      AtomicFile.write(directory.resolve(name), bytes);
    }
    JsonFile.write(directory.resolve(TOKENIZER_CONFIG), tokenizerConfig());
  }

  /** HuggingFace's pipelines cut a long text to the length that is named here, and only then. */
  private JsonNode tokenizerConfig() throws IOException {
    ObjectNode fields = JsonNodeFactory.instance.objectNode();
    Path own = tokenizer.resolve(TOKENIZER_CONFIG);
    if (Files.isRegularFile(own)) {
      JsonFile.read(own)
          .properties()
          .forEach(field -> fields.set(field.getKey(), field.getValue()));
    }
    int positions = config.path("max_position_embeddings").intValue();
    JsonNode length = fields.path(MODEL_MAX_LENGTH);
    if (!length.isNumber() || length.doubleValue() > positions) {
      fields.put(MODEL_MAX_LENGTH, positions);
    }
    return fields;
  }
}
