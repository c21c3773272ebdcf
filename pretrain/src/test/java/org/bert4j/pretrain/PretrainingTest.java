package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.run.ModelConfig;
import org.bert4j.common.train.NonFiniteLossException;
import org.bert4j.common.train.Optimizer.Algorithm;
import org.bert4j.pretrain.data.DataConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PretrainingTest {
  private static final long STEPS = 8;

  @TempDir Path directory;
  private SmallRun small;

  @BeforeEach
  void writeCorpus() throws IOException {
    small = SmallRun.in(directory);
  }

  @Test
  void leavesWhatTheDesignSays() throws IOException {
    Path output = directory.resolve("run");
    PretrainingResult result = run(small.config(output, STEPS)).orElseThrow();
    assertEquals(STEPS, result.steps());
    assertEquals(List.of(2L, 3L, 4L, 6L, 8L), steps(output));
    JsonNode first = metrics(output).get(0);
    for (String key :
        List.of(
            "step",
            "tokens",
            "seconds",
            "loss",
            "mlm_loss",
            "mlm_accuracy",
            "nsp_loss",
            "nsp_accuracy",
            "learning_rate",
            "gradient_norm",
            "tokens_per_second")) {
      assertTrue(first.path(key).isNumber(), key);
    }
    JsonNode results = new ObjectMapper().readTree(output.resolve("results.json").toFile());
    for (String key :
        List.of(
            "mlm_loss",
            "mlm_accuracy",
            "nsp_accuracy",
            "unigram_entropy",
            "most_frequent_token_share",
            "tokens",
            "seconds",
            "tokens_per_second")) {
      assertTrue(results.path(key).isNumber(), key);
    }
    Path checkpoint = output.resolve("checkpoint-8");
    for (String file :
        List.of(
            "config.json",
            "model.safetensors",
            "vocab.txt",
            "tokenizer.json",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "provenance.json")) {
      assertTrue(Files.exists(checkpoint.resolve(file)), file);
    }
    String provenance = Files.readString(checkpoint.resolve("provenance.json"));
    assertFalse(provenance.contains(directory.toString()), provenance);
  }

  /** No position of [UNK] is ever masked. */
  @Test
  void textOfUnknownWordPiecesOnlyIsTrainedOn() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig known = small.config(output, 3);
    run(known);
    Path corpus = directory.resolve("unknown.txt");
    Files.writeString(corpus, "☃☃ ☂☂ ☁\n☀ ☀☀ ☄☄\n\n".repeat(20));
    PretrainingConfig config = small.config(directory.resolve("next"), 3);
    TextConfig text =
        new TextConfig(
            List.of(corpus),
            config.text().reader(),
            null,
            List.of(),
            new VocabularyConfig(output.resolve("tokenizer"), 2000, false));
    PretrainingResult result =
        run(new PretrainingConfig(
                config.model(), text, config.data(), config.training(), config.runtime()))
            .orElseThrow();
    assertEquals(0, result.mlmLoss());
    for (JsonNode line : metrics(directory.resolve("next"))) {
      assertEquals(0, line.path("mlm_loss").asDouble(-1));
      assertTrue(line.path("mlm_accuracy").isNull(), line.toString());
      assertEquals(line.path("nsp_loss").asDouble(), line.path("loss").asDouble());
    }
    JsonNode results = new ObjectMapper().readTree(directory.resolve("next/results.json").toFile());
    assertTrue(results.path("mlm_accuracy").isNull(), results.toString());
  }

  @Test
  void theConfigurationOfARunCanBeReadBack() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, 1);
    run(config);
    assertEquals(
        SmallRun.resumed(config).toString(),
        Pretraining.savedConfig(output).orElseThrow().toString());
  }

  @Test
  void aLossThatIsNotFiniteStopsTheRunAndNamesTheOutput() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, 1);
    run(config);
    Path model = output.resolve("checkpoint-1/model.safetensors");
    String tensor = "bert.encoder.layer.0.output.LayerNorm.weight";
    enlarge(model, tensor);
    PretrainingConfig next = small.config(directory.resolve("next"), 2);
    NonFiniteLossException failure =
        assertThrows(
            NonFiniteLossException.class,
            () ->
                run(
                    new PretrainingConfig(
                        ModelConfig.existing(output),
                        next.text(),
                        next.data(),
                        next.training(),
                        next.runtime())));
    assertTrue(
        failure.getMessage().contains("output of bert.encoder.layer.0"), failure.getMessage());
    assertTrue(failure.getMessage().contains("step 1"), failure.getMessage());
  }

  @Test
  void goesOnFromTheLossThatAnEarlierModelHad() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, STEPS);
    PretrainingResult first = run(config).orElseThrow();
    Path after = directory.resolve("after");
    PretrainingResult second =
        run(new PretrainingConfig(
                ModelConfig.existing(CheckpointDirectory.open(output).path()),
                config.text(),
                config.data(),
                new PretrainingHyperparameters(1, 0, 1, Algorithm.ADAMW, 1e-9, 1, null),
                small.config(after, 1).runtime()))
            .orElseThrow();
    assertEquals(first.mlmLoss(), second.mlmLoss(), 1e-4);
    assertEquals(first.nspLoss(), second.nspLoss(), 1e-4);
  }

  @Test
  void wrongInputLeavesNothingBehind() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, 2);
    DataConfig tooLong = new DataConfig(65, 0.1, 0.15, false, 4, 7);
    refused(
        new PretrainingConfig(
            config.model(), config.text(), tooLong, config.training(), config.runtime()),
        "max_seq_length is 65",
        "64");
    try (Stream<Path> files = Files.list(output)) {
      assertEquals(List.of(), files.toList());
    }
  }

  private static Optional<PretrainingResult> run(PretrainingConfig config) throws IOException {
    return Pretraining.run(config, PretrainingListener.NONE);
  }

  private static void refused(PretrainingConfig config, String... words) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> run(config));
    for (String word : words) {
      assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
    }
  }

  private static List<JsonNode> metrics(Path run) throws IOException {
    List<JsonNode> rows = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      rows.add(new ObjectMapper().readTree(line));
    }
    return rows;
  }

  private static List<Long> steps(Path run) throws IOException {
    return metrics(run).stream().map(row -> row.path("step").asLong()).toList();
  }

  /** Overwrites a tensor's first value with NaN. */
  private static void enlarge(Path safetensors, String tensor) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap(Files.readAllBytes(safetensors)).order(ByteOrder.LITTLE_ENDIAN);
    int header = (int) bytes.getLong(0);
    String json = new String(bytes.array(), 8, header, StandardCharsets.UTF_8);
    int offset = new ObjectMapper().readTree(json).at("/" + tensor + "/data_offsets/0").asInt();
    bytes.putFloat(8 + header + offset, Float.MAX_VALUE);
    Files.write(safetensors, bytes.array());
  }
}
