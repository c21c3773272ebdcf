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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.BertConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunDirectoryTest {
  @TempDir Path directory;
  private RunDirectory opened;

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
    assertEquals(Optional.empty(), RunDirectory.newest(run()));
    for (int step : new int[] {9, 100, 20}) {
      run.write(step, checkpoint(step));
    }
    assertEquals(run().resolve("checkpoint-100"), RunDirectory.newest(run()).orElseThrow().path());
    assertEquals(run().resolve("checkpoint-100"), CheckpointDirectory.open(run()).path());
  }

  @Test
  void prefersTheBest() throws IOException {
    RunDirectory run = open();
    CheckpointDirectory best = run.write(1, checkpoint(1));
    run.write(2, checkpoint(2));
    run.markBest(best);
    assertEquals(best.path(), CheckpointDirectory.open(run()).path());
    assertEquals(run().resolve("checkpoint-2"), RunDirectory.newest(run()).orElseThrow().path());
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
    assertEquals(run().resolve("checkpoint-1"), RunDirectory.newest(run()).orElseThrow().path());
    assertEquals(
        run.write(2, checkpoint(2)).path(), RunDirectory.newest(run()).orElseThrow().path());
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
    assertEquals(run().resolve("checkpoint-1"), RunDirectory.newest(run()).orElseThrow().path());

    Files.createFile(run().resolve(".tmp-results.json"));
    Files.createFile(run().resolve("metrics.jsonl"));
    open().write(2, good);
    try (Stream<Path> children = Files.list(run())) {
      assertEquals(
          List.of("checkpoint-1", "checkpoint-2", "metrics.jsonl", "run.lock"),
          children.map(child -> child.getFileName().toString()).sorted().toList());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"/elsewhere/run/checkpoint-1\"",
        "{\"best_model_checkpoint\": \"/\"}",
        "{\"best_model_checkpoint\": \"\"}",
        "{\"best_model_checkpoint\": null}",
        "{\"best_model_checkpoint\": 1}",
        "{\"best_model_checkpoint\": \"a\\u0000b\"}",
        "{\"best_model_checkpoint\": \"../other/checkpoint-1\"}",
        "{\"best_model_checkpoint\": \"checkpoint-99999999999999999999\"}",
        "{}"
      })
  void theBestIsOneOfTheRun(String best) throws IOException {
    open().write(1, checkpoint(1));
    try (RunDirectory other = RunDirectory.open(run().resolveSibling("other"))) {
      other.write(1, checkpoint(1));
    }
    Files.writeString(run().resolve("best.json"), best);
    String message =
        assertThrows(IllegalArgumentException.class, () -> CheckpointDirectory.open(run()))
            .getMessage();
    assertTrue(message.contains("best.json: "), message);
    assertTrue(message.contains("expected"), message);
  }

  @Test
  void aRunIsTrainedByOneOwnerAndReadByAny() throws IOException {
    RunDirectory run = open();
    run.write(1, checkpoint(1));
    Path writing = Files.createDirectory(run().resolve(".tmp-checkpoint-2"));
    for (Path same : List.of(run(), run().resolve("..").resolve(run().getFileName()))) {
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> RunDirectory.open(same));
      assertTrue(
          refusal.getMessage().startsWith(same + ": another process is training this run"),
          refusal.getMessage());
    }
    assertEquals(1, RunDirectory.newest(run()).orElseThrow().state().get("step").asInt());
    assertEquals(1, CheckpointDirectory.open(run()).state().get("step").asInt());
    assertTrue(Files.exists(writing));
    open();
    assertFalse(Files.exists(writing));
  }

  @Test
  void nothingWrittenLeavesNothing() throws IOException {
    open();
    assertTrue(Files.exists(run().resolve("run.lock")));
    close();
    assertEquals(List.of(), files(run()));
  }

  @Test
  void theNewestCheckpointsStayAndTheBest() throws IOException {
    RunDirectory run = open();
    for (int step : new int[] {5, 10, 100, 20}) {
      run.write(step, checkpoint(step));
    }
    run.keepNewest(4);
    assertEquals(List.of(100, 20, 10, 5), steps(run));
    run.markBest(run.checkpoint(5));
    run.keepNewest(2);
    assertEquals(List.of(100, 20, 5), steps(run));
    // A process killed while it removed one leaves this, which no one takes for a checkpoint.
    Files.move(run().resolve("checkpoint-20"), run().resolve(".tmp-checkpoint-20"));
    assertEquals(List.of(100, 5), steps(open()));
    assertFalse(Files.exists(run().resolve(".tmp-checkpoint-20")));
  }

  private static List<Integer> steps(RunDirectory run) throws IOException {
    List<Integer> steps = new ArrayList<>();
    for (CheckpointDirectory checkpoint : run.checkpoints()) {
      steps.add(checkpoint.state().get("step").asInt());
    }
    return steps;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "config.json",
        "model.safetensors",
        "training/optimizer.safetensors",
        "training/state.json"
      })
  void aFileThatIsCutOffIsNamed(String name) throws IOException {
    CheckpointDirectory checkpoint = open().write(1, checkpoint(1));
    checkpoint.requireWhole();
    Path file = checkpoint.path().resolve(name);
    byte[] bytes = Files.readAllBytes(file);
    for (int length : new int[] {0, bytes.length / 2, bytes.length - 3}) {
      Files.write(file, Arrays.copyOf(bytes, length));
      String message =
          assertThrows(IllegalArgumentException.class, checkpoint::requireWhole).getMessage();
      assertTrue(message.startsWith(file.toString()), message);
    }
  }

  @Test
  void aCheckpointSetAsideIsNoneAnyMore() throws IOException {
    RunDirectory run = open();
    for (String name : List.of("checkpoint-7.damaged", "checkpoint-7.damaged-2")) {
      assertEquals(run().resolve(name), run.setAside(run.write(7, checkpoint(7))));
      assertTrue(Files.exists(run().resolve(name).resolve("config.json")));
    }
    assertEquals(List.of(), run.checkpoints());
  }

  @Test
  void neverReplacesACheckpoint() throws IOException {
    RunDirectory run = open();
    run.write(1, checkpoint(1));
    assertThrows(FileAlreadyExistsException.class, () -> run.write(1, checkpoint(1)));
    assertEquals(1, RunDirectory.newest(run()).orElseThrow().state().get("step").asInt());
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

  /** Opens the run anew, as the next process does. */
  private RunDirectory open() throws IOException {
    close();
    opened = RunDirectory.open(run());
    return opened;
  }

  @AfterEach
  void close() throws IOException {
    if (opened != null) {
      opened.close();
    }
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
