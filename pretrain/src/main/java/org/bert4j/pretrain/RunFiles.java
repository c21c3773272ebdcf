package org.bert4j.pretrain;

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

  /** Refuses a directory that holds anything, or a file. */
  void requireEmpty() throws IOException {
    if (!Files.exists(output)) {
      return;
    }
    if (!Files.isDirectory(output)) {
      throw new IllegalArgumentException(output + ": expected a directory to write to, not a file");
    }
    try (Stream<Path> entries = Files.list(output)) {
      if (entries.findAny().isPresent()) {
        throw new IllegalArgumentException(
            output
                + ": the output directory is not empty; name a new one, or go on with the run in it"
                + " by --resume");
      }
    }
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
    return Optional.of(MAPPER.treeToValue(JsonFile.read(results()), PretrainingResult.class));
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
