package org.bert4j.common.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.JsonFile;

/**
 * Everything that goes into a checkpoint.
 *
 * @param config content of {@code config.json}, see {@link
 *     org.bert4j.common.model.BertConfig#toJson}
 * @param parameters the model's parameters by HuggingFace's names, in the order of the file
 * @param tokenizer directory whose tokenizer files are copied, {@code model_max_length} at most the
 *     model's positions
 * @param provenance what the model came from
 * @param optimizer the optimizer's state by name, in the order of the file
 * @param state where training stands: step, data position and whatever else resuming needs
 * @param files what other programs are told beside, by path in the directory
 */
public record Checkpoint(
    JsonNode config,
    Map<String, FloatTensor> parameters,
    Path tokenizer,
    Provenance provenance,
    Map<String, FloatTensor> optimizer,
    JsonNode state,
    Map<String, JsonNode> files) {
  /**
   * A checkpoint without other files.
   *
   * @param config content of {@code config.json}
   * @param parameters the model's parameters
   * @param tokenizer directory whose tokenizer files are copied
   * @param provenance what the model came from
   * @param optimizer the optimizer's state
   * @param state where training stands
   */
  public Checkpoint(
      JsonNode config,
      Map<String, FloatTensor> parameters,
      Path tokenizer,
      Provenance provenance,
      Map<String, FloatTensor> optimizer,
      JsonNode state) {
    this(config, parameters, tokenizer, provenance, optimizer, state, Map.of());
  }

  /**
   * The same checkpoint with other files.
   *
   * @param others their content by path in the directory
   * @return a new checkpoint
   */
  public Checkpoint with(Map<String, JsonNode> others) {
    return new Checkpoint(config, parameters, tokenizer, provenance, optimizer, state, others);
  }

  /** Writes all files into an empty directory and flushes them to the disk. */
  void writeTo(Path directory) throws IOException {
    new TokenizerCopy(tokenizer, config).writeTo(directory);
    JsonFile.write(directory.resolve(CheckpointDirectory.CONFIG), config);
    SafeTensorsWriter.write(directory.resolve(CheckpointDirectory.MODEL), parameters);
    JsonFile.write(directory.resolve(CheckpointDirectory.PROVENANCE), provenance.toJson());
    Path optimizerFile = directory.resolve(CheckpointDirectory.OPTIMIZER);
    Files.createDirectory(optimizerFile.getParent());
    SafeTensorsWriter.write(optimizerFile, optimizer);
    JsonFile.write(directory.resolve(CheckpointDirectory.STATE), state);
    for (Map.Entry<String, JsonNode> file : files.entrySet()) {
      Path path = directory.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      JsonFile.write(path, file.getValue());
    }
    AtomicFile.forceDirectory(directory);
  }
}
