package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.JsonFile;

/** A model without a run: what other programs open, and nothing to go on training with. */
public final class WeightsDirectory {
  private WeightsDirectory() {}

  /**
   * Writes a HuggingFace directory.
   *
   * @param directory a new directory, or an empty one
   * @param config content of {@code config.json}
   * @param parameters the model's parameters by HuggingFace's names
   * @param tokenizer directory whose tokenizer files are copied
   * @throws IllegalArgumentException if there is no tokenizer, or the directory is not empty
   * @throws IOException if writing fails
   */
  public static void write(
      Path directory, JsonNode config, Map<String, FloatTensor> parameters, Path tokenizer)
      throws IOException {
    Files.createDirectories(directory);
    try (var present = Files.list(directory)) {
      if (present.findAny().isPresent()) {
        throw new IllegalArgumentException(
            directory + " is not empty, expected a new directory; choose another");
      }
    }
    new TokenizerCopy(tokenizer, config).writeTo(directory);
    JsonFile.write(directory.resolve(CheckpointDirectory.CONFIG), config);
    SafeTensorsWriter.write(directory.resolve(CheckpointDirectory.MODEL), parameters);
    AtomicFile.forceDirectory(directory);
  }
}
