package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.io.JsonFile;
import org.bert4j.examples.plot.MetricsFile;

/**
 * What a run's directory says about the run.
 *
 * @param name of the directory
 * @param path of it, as it was given
 * @param kind what was trained
 * @param configuration what the run was told
 * @param metrics of its steps; none before the first is logged
 * @param results of the finished run
 * @param examples what its model predicts for some texts
 * @param checkpoint its best checkpoint, or the newest
 */
record RunRecord(
    String name,
    Path path,
    RunKind kind,
    ObjectNode configuration,
    Optional<MetricsFile> metrics,
    Optional<ObjectNode> results,
    JsonNode examples,
    Optional<CheckpointDirectory> checkpoint) {

  /**
   * Reads a run, finished or not.
   *
   * @param run its directory
   * @throws IllegalArgumentException if it is none of a run, or a file in it is broken
   * @throws IOException if reading fails
   */
  static RunRecord read(Path run) throws IOException {
    Path pretraining = run.resolve("pretraining.json");
    Path fineTuning = run.resolve("finetuning.json");
    boolean pretrains = Files.isRegularFile(pretraining);
    if (!pretrains && !Files.isRegularFile(fineTuning)) {
      throw new IllegalArgumentException(
          run + ": no pretraining.json or finetuning.json here; expected a run's directory");
    }
    ObjectNode configuration = JsonFile.read(pretrains ? pretraining : fineTuning);
    Optional<ObjectNode> results = optional(run.resolve("results.json"));
    return new RunRecord(
        run.toAbsolutePath().normalize().getFileName().toString(),
        run,
        pretrains ? RunKind.PRETRAINING : RunKind.of(configuration.path("data")),
        configuration,
        metrics(run),
        results,
        optional(run.resolve("examples.json"))
            .filter(any -> results.isPresent())
            .orElseGet(JsonNodeFactory.instance::objectNode)
            .path("examples"),
        checkpoint(run));
  }

  /** Nothing before the first step is logged. */
  private static Optional<MetricsFile> metrics(Path run) throws IOException {
    Path file = run.resolve("metrics.jsonl");
    return Files.isRegularFile(file) && Files.size(file) > 0
        ? Optional.of(MetricsFile.read(run))
        : Optional.empty();
  }

  private static Optional<ObjectNode> optional(Path file) throws IOException {
    return Files.isRegularFile(file) ? Optional.of(JsonFile.read(file)) : Optional.empty();
  }

  private static Optional<CheckpointDirectory> checkpoint(Path run) throws IOException {
    try {
      return Optional.of(CheckpointDirectory.open(run));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // none yet
    }
  }

  /** The last line of the metrics that has an evaluation, or the last one. */
  Optional<JsonNode> lastMetrics() {
    return metrics.map(
        log -> {
          JsonNode last = log.rows().get(log.rows().size() - 1);
          for (JsonNode row : log.rows()) {
            last = row.has("validation") ? row : last;
          }
          return last;
        });
  }
}
