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
 */
public record Checkpoint(
    JsonNode config,
    Map<String, FloatTensor> parameters,
    Path tokenizer,
    Provenance provenance,
    Map<String, FloatTensor> optimizer,
    JsonNode state) {
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
    AtomicFile.forceDirectory(directory);
  }
}
