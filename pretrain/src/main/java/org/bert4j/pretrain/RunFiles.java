package org.bert4j.pretrain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.JsonFile;

/** The files of a run beside its checkpoints. */
final class RunFiles {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE).build();

  private final Path output;

  RunFiles(Path output) {
    this.output = output;
  }

  Path output() {
    return output;
  }

  private Path config() {
    return output.resolve("pretraining.json");
  }

  private Path results() {
    return output.resolve("results.json");
  }

  Path metrics() {
    return output.resolve("metrics.jsonl");
  }

  Path tokenizer() {
    return output.resolve("tokenizer");
  }

  Path store() {
    return output.resolve("store");
  }

  Path validationStore() {
    return output.resolve("validation");
  }

  Path sampleCorpus() {
    return output.resolve("corpus").resolve("sample.txt");
  }

  /** Refuses a file, or a directory that holds more than leftovers of an interrupted write. */
  void requireEmpty() throws IOException {
    if (!Files.exists(output)) {
      return;
    }
    if (!Files.isDirectory(output)) {
      throw new IllegalArgumentException(output + ": expected a directory to write to, not a file");
    }
    try (Stream<Path> entries = Files.list(output)) {
      if (entries.anyMatch(RunFiles::isNoLeftover)) {
        boolean begun = Files.exists(config());
        throw new IllegalArgumentException(
            output
                + ": the output directory is not empty; name a new one"
                + (begun ? ", or go on with the run in it by --resume" : ""));
      }
    }
  }

  private static boolean isNoLeftover(Path entry) {
    return !entry.getFileName().toString().startsWith(AtomicFile.TEMPORARY_PREFIX);
  }

  Optional<PretrainingConfig> savedConfig() throws IOException {
    return Files.exists(config())
        ? Optional.of(ConfigJson.read((ObjectNode) JsonFile.read(config()), output))
        : Optional.empty();
  }

  void save(PretrainingConfig config) throws IOException {
    JsonFile.write(config(), ConfigJson.write(config));
  }

  Optional<PretrainingResult> savedResult() throws IOException {
    if (!Files.exists(results())) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.treeToValue(JsonFile.read(results()), PretrainingResult.class));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          results() + ": not the results of a run; remove it to have them computed again", e);
    }
  }

  void save(PretrainingResult result) throws IOException {
    JsonNode json = MAPPER.valueToTree(result);
    JsonFile.write(results(), json);
  }

  /** Removes what a run wrote before its input turned out to be wrong. */
  void discard() throws IOException {
    List<Path> written =
        List.of(config(), tokenizer(), store(), validationStore(), sampleCorpus().getParent());
    for (Path each : written) {
      if (Files.exists(each)) {
        delete(each);
      }
    }
  }

  private static void delete(Path tree) throws IOException {
    List<Path> paths;
    try (Stream<Path> all = Files.walk(tree)) {
      paths = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
