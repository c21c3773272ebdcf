package org.bert4j.finetune;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.finetune.SyntheticTask.Data;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FineTuningTest {
  private static final long STEPS_PER_EPOCH = 6; // 22 windows, 4 a step

  @TempDir Path directory;
  private SmallRun small;

  @BeforeEach
  void writeData() throws IOException {
    small = SmallRun.in(directory);
  }

  private static ObjectNode run(FineTuningConfig<Data> config) throws IOException {
    return run(config, FineTuningListener.NONE);
  }

  private static ObjectNode run(FineTuningConfig<Data> config, FineTuningListener listener)
      throws IOException {
    return FineTuning.run(config, (c, tokenizer, report) -> new SyntheticTask(c.data()), listener)
        .orElseThrow();
  }

  private static ObjectNode scripted(FineTuningConfig<Data> config, Double... scores)
      throws IOException {
    return FineTuning.run(
            config,
            (c, tokenizer, report) -> new SyntheticTask.Scripted(c.data(), List.of(scores), 0),
            FineTuningListener.NONE)
        .orElseThrow();
  }

  private static Set<String> checkpoints(Path output) throws IOException {
    try (Stream<Path> entries = Files.list(output)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> name.startsWith("checkpoint"))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static List<JsonNode> metrics(Path run) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  @Test
  void whatDependsOnTheTokenIsLearned() throws IOException {
    Path output = directory.resolve("run");
    ObjectNode results = run(small.config(output, 15, 0));
    assertTrue(results.at("/validation/accuracy").asDouble() > 0.97, results.toString());
    assertTrue(results.at("/test/accuracy").asDouble() > 0.97, results.toString());
  }

  @Test
  void leavesWhatTheDesignSays() throws IOException {
    Path output = directory.resolve("run");
    ObjectNode results = run(small.config(output, 3, 0));
    assertEquals(
        results.toString(),
        new ObjectMapper().readTree(output.resolve("results.json").toFile()).toString());
    for (String key :
        List.of("best_epoch", "epochs", "steps", "tokens", "seconds", "tokens_per_second")) {
      assertTrue(results.path(key).isNumber(), key);
    }
    assertEquals(3 * STEPS_PER_EPOCH, results.path("steps").asLong());
    Path checkpoint = CheckpointDirectory.open(output).path();
    for (String file :
        List.of(
            "config.json", "model.safetensors", "vocab.txt", "tokenizer.json", "provenance.json")) {
      assertTrue(Files.exists(checkpoint.resolve(file)), file);
    }
    String provenance = Files.readString(checkpoint.resolve("provenance.json"));
    assertFalse(provenance.contains(directory.toString()), provenance);
    JsonNode config = new ObjectMapper().readTree(checkpoint.resolve("config.json").toFile());
    assertEquals("BertForTokenClassification", config.at("/architectures/0").asText());
  }

  @Test
  void everyLoggedStepIsLoggedOnceAndEveryEpochEvaluated() throws IOException {
    Path output = directory.resolve("run");
    run(small.config(output, 2, 0));
    List<JsonNode> rows = metrics(output);
    assertEquals(
        List.of(2L, 4L, 6L, 8L, 10L, 12L),
        rows.stream().map(row -> row.path("step").asLong()).toList());
    assertEquals(
        List.of(1L, 1L, 1L, 2L, 2L, 2L),
        rows.stream().map(row -> row.path("epoch").asLong()).toList());
    for (JsonNode row : rows) {
      for (String key :
          List.of(
              "tokens", "seconds", "loss", "learning_rate", "gradient_norm", "tokens_per_second")) {
        assertTrue(row.path(key).isNumber(), key);
      }
      boolean epochEnds = row.path("step").asLong() % STEPS_PER_EPOCH == 0;
      assertEquals(epochEnds, row.has("validation"), row.toString());
    }
  }

  @Test
  void theBestCheckpointIsKeptAndTheNewest() throws IOException {
    Path output = directory.resolve("run");
    ObjectNode results = scripted(small.config(output, 4, 0), 0.5, 0.7, 0.7, 0.6);
    assertEquals(2, results.path("best_epoch").asInt());
    assertEquals(Set.of("checkpoint-12", "checkpoint-24"), checkpoints(output));
    assertEquals("checkpoint-12", name(CheckpointDirectory.open(output)));
  }

  @Test
  void asManyOfTheNewestAreKeptAsAskedFor() throws IOException {
    Path output = directory.resolve("run");
    scripted(SmallRun.keeping(small.config(output, 4, 0), 2), 0.5, 0.4, 0.4, 0.3);
    assertEquals(Set.of("checkpoint-6", "checkpoint-18", "checkpoint-24"), checkpoints(output));
    assertEquals("checkpoint-6", name(CheckpointDirectory.open(output)));
  }

  private static String name(CheckpointDirectory checkpoint) {
    return checkpoint.path().getFileName().toString();
  }

  @Test
  void theBestModelIsTheOneThatIsTested() throws IOException {
    FineTuningConfig<Data> config = small.config(directory.resolve("run"), 4, 0);
    // Validated as the best of all after the first epoch, tested for what it can.
    ObjectNode first = scripted(config, 0.9, 0.1, 0.1, 0.1);
    ObjectNode only = scripted(small.config(directory.resolve("other"), 4, 0), 0.1, 0.1, 0.1, 0.9);
    assertTrue(
        first.at("/test/accuracy").asDouble() < only.at("/test/accuracy").asDouble(),
        first + " " + only);
  }

  @Test
  void trainingStopsEarlyWhereNothingGetsBetter() throws IOException {
    Path output = directory.resolve("run");
    ObjectNode results = scripted(small.config(output, 9, 2), 0.5, 0.6, 0.55, 0.6, 0.9);
    assertEquals(4, results.path("epochs").asInt());
    assertEquals(2, results.path("best_epoch").asInt());
    assertEquals(4 * STEPS_PER_EPOCH, results.path("steps").asLong());
  }

  @Test
  void aScoreThatIsNoNumberIsTheWorst() throws IOException {
    ObjectNode results =
        scripted(small.config(directory.resolve("run"), 3, 0), Double.NaN, 0.0, Double.NaN);
    assertEquals(2, results.path("best_epoch").asInt());
  }

  @Test
  void beginsWithTheParametersOfAnotherModel() throws IOException {
    Path first = directory.resolve("first");
    run(small.config(first, 15, 0));
    FineTuningConfig<Data> config = small.config(directory.resolve("second"), 1, 0);
    List<String> said = new ArrayList<>();
    ObjectNode results =
        run(
            new FineTuningConfig<>(
                ModelConfig.existing(first),
                null,
                config.data(),
                new FineTuningHyperparameters(1, 2, 2, 1e-9, 0, 0, 32, 7, 0, null),
                config.runtime()),
            new FineTuningListener() {
              @Override
              public void preparing(String message) {
                said.add(message);
              }
            });
    assertTrue(results.at("/validation/accuracy").asDouble() > 0.97, results.toString());
    assertTrue(said.stream().noneMatch(line -> line.contains("random values")), said.toString());
  }

  @Test
  void wrongInputLeavesNothingBehind() throws IOException {
    Path output = directory.resolve("run");
    FineTuningConfig<Data> config = small.config(output, 1, 0);
    FineTuningHyperparameters tooLong =
        new FineTuningHyperparameters(1, 2, 2, 1e-3, 0, 0, 33, 7, 0, null);
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                run(
                    new FineTuningConfig<>(
                        config.model(),
                        config.tokenizer(),
                        config.data(),
                        tooLong,
                        config.runtime())));
    assertTrue(refusal.getMessage().contains("max_seq_length is 33"), refusal.getMessage());
    try (Stream<Path> files = Files.list(output)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void aDirectoryWithSomethingInItIsLeftAlone() throws IOException {
    Path output = Files.createDirectories(directory.resolve("mine"));
    Files.writeString(output.resolve("text.txt"), "Mine.\n");
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> run(small.config(output, 1, 0)));
    assertTrue(refusal.getMessage().contains("not empty"), refusal.getMessage());
  }

  @Test
  void aModelNeedsExactlyOneTokenizer() {
    FineTuningConfig<Data> config = small.config(directory.resolve("run"), 1, 0);
    for (ModelConfig model : List.of(ModelConfig.random("tiny"), ModelConfig.existing(directory))) {
      Path tokenizer = model.init() == null ? null : small.tokenizer();
      assertThrows(
          IllegalArgumentException.class,
          () ->
              new FineTuningConfig<>(
                  model, tokenizer, config.data(), config.training(), config.runtime()));
    }
  }

  @Test
  void aRunThatWasToldNothingAboutItsScheduleIsLinear() throws IOException {
    Path output = directory.resolve("run");
    FineTuningConfig<Data> config = small.config(output, 1, 0);
    run(config);
    Path told = output.resolve("finetuning.json");
    String older = Files.readString(told).replaceFirst(",\\s*\"schedule\": \"linear\"", "");
    assertFalse(older.contains("schedule"));
    Files.writeString(told, older);
    assertEquals(
        SmallRun.resumed(config), FineTuning.savedConfig(output, Data.class).orElseThrow());
  }

  @Test
  void aConstantScheduleKeepsTheLearningRate() throws IOException {
    Path output = directory.resolve("run");
    FineTuningConfig<Data> config = small.config(output, 1, 0);
    run(
        new FineTuningConfig<>(
            config.model(),
            config.tokenizer(),
            config.data(),
            new FineTuningHyperparameters(1, 2, 2, 1e-3, 0.5, 0, 32, 7, 0, Curve.CONSTANT),
            config.runtime()));
    for (JsonNode row : metrics(output)) {
      assertEquals(1e-3, row.path("learning_rate").asDouble(), 1e-12);
    }
  }

  @Test
  void theConfigurationOfARunCanBeReadBack() throws IOException {
    Path output = directory.resolve("run");
    FineTuningConfig<Data> config = small.config(output, 1, 0);
    run(config);
    assertEquals(
        SmallRun.resumed(config), FineTuning.savedConfig(output, Data.class).orElseThrow());
  }
}
