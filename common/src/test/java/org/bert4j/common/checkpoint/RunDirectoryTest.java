package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.BertConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  @TempDir Path directory;

  @Test
  void readsWhatWasWritten() throws IOException {
    CheckpointDirectory written = open().write(40, checkpoint(40));
    assertEquals(run().resolve("checkpoint-40"), written.path());
    assertEquals(
        List.of(
            "config.json",
            "model.safetensors",
            "provenance.json",
            "tokenizer_config.json",
            "training",
            "training/optimizer.safetensors",
            "training/state.json",
            "vocab.txt"),
        files(written.path()));
    assertEquals(-1, mismatch(written, "vocab.txt"));
    assertEquals(-1, mismatch(written, "model.safetensors"));

    CheckpointDirectory read = CheckpointDirectory.open(run());
    assertEquals(config(), read.config());
    assertEquals(40, read.state().get("step").asInt());
    Map<String, FloatTensor> optimizer = optimizer(0);
    read.loadOptimizer(optimizer);
    assertEquals(optimizer(40).get("exp_avg").values(), optimizer.get("exp_avg").values());
  }

  @Test
  void resumesFromTheHighestStep() throws IOException {
    RunDirectory run = open();
    assertEquals(Optional.empty(), run.newest());
    for (int step : new int[] {9, 100, 20}) {
      run.write(step, checkpoint(step));
    }
    assertEquals(run().resolve("checkpoint-100"), run.newest().orElseThrow().path());
    assertEquals(run().resolve("checkpoint-100"), CheckpointDirectory.open(run()).path());
  }

  @Test
  void prefersTheBest() throws IOException {
    RunDirectory run = open();
    CheckpointDirectory best = run.write(1, checkpoint(1));
    run.write(2, checkpoint(2));
    run.markBest(best);
    assertEquals(best.path(), CheckpointDirectory.open(run()).path());
    assertEquals(run().resolve("checkpoint-2"), run.newest().orElseThrow().path());
    Files.delete(best.path().resolve("config.json"));
    String message =
        assertThrows(IllegalArgumentException.class, () -> CheckpointDirectory.open(run()))
            .getMessage();
    assertTrue(
        message.contains("best.json: best_model_checkpoint is 'checkpoint-1', expected"), message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.json",
        "model.safetensors",
        "training/optimizer.safetensors",
        "training/state.json"
      })
  void ignoresWhatIsIncomplete(String file) throws IOException {
    RunDirectory run = open();
    run.write(1, checkpoint(1));
    Files.delete(run.write(2, checkpoint(2)).path().resolve(file));
    Files.createDirectory(run().resolve("checkpoint-3-copy"));
    assertEquals(run().resolve("checkpoint-1"), run.newest().orElseThrow().path());
    assertEquals(run.write(2, checkpoint(2)).path(), run.newest().orElseThrow().path());
  }

  @Test
  void leavesNoHalfCheckpoint() throws IOException {
    RunDirectory run = open();
    run.write(1, checkpoint(1));
    Checkpoint good = checkpoint(2);
    Checkpoint broken =
        new Checkpoint(
            good.config(),
            good.parameters(),
            good.tokenizer(),
            good.provenance(),
            null,
            good.state());
    assertThrows(NullPointerException.class, () -> run.write(2, broken));
    assertTrue(Files.exists(run().resolve(".tmp-checkpoint-2/model.safetensors")));
    assertEquals(run().resolve("checkpoint-1"), run.newest().orElseThrow().path());

    Files.createFile(run().resolve(".tmp-results.json"));
    Files.createFile(run().resolve("metrics.jsonl"));
    open().write(2, good);
    try (Stream<Path> children = Files.list(run())) {
      assertEquals(
          List.of("checkpoint-1", "checkpoint-2", "metrics.jsonl"),
          children.map(child -> child.getFileName().toString()).sorted().toList());
    }
  }

  @Test
  void neverReplacesACheckpoint() throws IOException {
    RunDirectory run = open();
    run.write(1, checkpoint(1));
    assertThrows(FileAlreadyExistsException.class, () -> run.write(1, checkpoint(1)));
    assertEquals(1, run.newest().orElseThrow().state().get("step").asInt());
  }

  @Test
  void needsATokenizer() throws IOException {
    Checkpoint good = checkpoint(1);
    Path empty = Files.createDirectory(directory.resolve("empty"));
    Checkpoint broken =
        new Checkpoint(
            good.config(),
            good.parameters(),
            empty,
            good.provenance(),
            good.optimizer(),
            good.state());
    RunDirectory run = open();
    assertThrows(IllegalArgumentException.class, () -> run.write(1, broken));
    assertFalse(Files.exists(run().resolve("checkpoint-1")));
  }

  /** Without it HuggingFace's pipelines give a model texts longer than its positions. */
  @ParameterizedTest
  @CsvSource({
    "{}, 0",
    "{\"model_max_length\": null}, 0",
    "{\"model_max_length\": 4}, 4",
    "{\"model_max_length\": 4096}, 0",
    "{\"model_max_length\": 1000000000000000019884624838656}, 0",
  })
  void tokenizersNeverTakeMoreThanTheModelsPositions(String tokenizerConfig, int kept)
      throws IOException {
    Path tokenizer = Files.createDirectory(directory.resolve("tokenizer"));
    Files.copy(Golden.path("tiny/vocab.txt"), tokenizer.resolve("vocab.txt"));
    Files.writeString(tokenizer.resolve("tokenizer_config.json"), tokenizerConfig);
    Checkpoint any = checkpoint(1);
    Path written =
        open()
            .write(
                1,
                new Checkpoint(
                    any.config(),
                    any.parameters(),
                    tokenizer,
                    any.provenance(),
                    any.optimizer(),
                    any.state()))
            .path();
    int positions = config().maxPositionEmbeddings();
    assertEquals(
        kept == 0 ? positions : kept,
        JsonFile.read(written.resolve("tokenizer_config.json")).path("model_max_length").asInt());
  }

  private Path run() {
    return directory.resolve("runs").resolve("pretrain-1");
  }

  private RunDirectory open() throws IOException {
    return RunDirectory.open(run());
  }

  private static Checkpoint checkpoint(int step) throws IOException {
    Map<String, FloatTensor> parameters = BertParameters.of(config());
    CheckpointDirectory.open(Golden.path("tiny")).loadParameters(parameters);
    JsonNode state = JsonNodeFactory.instance.objectNode().put("step", step);
    Provenance provenance = Provenance.here(JsonNodeFactory.instance.objectNode(), "1f");
    return new Checkpoint(
        config().toJson("BertForPreTraining"),
        parameters,
        Golden.path("tiny"),
        provenance,
        optimizer(step),
        state);
  }

  private static Map<String, FloatTensor> optimizer(float value) {
    return Map.of("exp_avg", FloatTensor.of(FloatBuffer.wrap(new float[] {value, value}), 2));
  }

  private static BertConfig config() throws IOException {
    return BertConfig.read(Golden.path("tiny/config.json"));
  }

  private static long mismatch(CheckpointDirectory checkpoint, String file) throws IOException {
    return Files.mismatch(Golden.path("tiny").resolve(file), checkpoint.path().resolve(file));
  }

  private static List<String> files(Path path) throws IOException {
    try (Stream<Path> tree = Files.walk(path)) {
      return tree.skip(1).map(file -> path.relativize(file).toString()).sorted().toList();
    }
  }
}
