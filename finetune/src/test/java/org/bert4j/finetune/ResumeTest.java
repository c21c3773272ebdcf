package org.bert4j.finetune;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.finetune.SyntheticTask.Data;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeTest {
  private static final String LAST = "checkpoint-18"; // three epochs of 6 steps

  @TempDir Path directory;
  private SmallRun small;

  /** Stops a run after a step. */
  private record StopAfter(long step, List<Long> done) implements FineTuningListener {
    static StopAfter step(long step) {
      return new StopAfter(step, new ArrayList<>());
    }

    @Override
    public void stepDone(long doneStep, double progress) {
      done.add(doneStep);
    }

    @Override
    public boolean stopRequested() {
      return done.contains(step);
    }
  }

  @BeforeEach
  void writeData() throws IOException {
    small = SmallRun.in(directory);
  }

  private static Optional<ObjectNode> run(FineTuningConfig<Data> config, FineTuningListener l)
      throws IOException {
    return FineTuning.run(config, (c, tokenizer, report) -> new SyntheticTask(c.data()), l);
  }

  private static Optional<ObjectNode> run(FineTuningConfig<Data> config) throws IOException {
    return run(config, FineTuningListener.NONE);
  }

  private FineTuningConfig<Data> config(String name, int threads) {
    return SmallRun.with(small.config(directory.resolve(name), 3, 0), false, threads);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aStoppedAndResumedRunWritesTheSameBytes(int threads) throws IOException {
    ObjectNode expected = run(config("whole", threads)).orElseThrow();
    FineTuningConfig<Data> config = config("parts", threads);
    assertTrue(run(config, StopAfter.step(1)).isEmpty());
    for (long step : new long[] {5, 6, 11}) {
      assertTrue(run(SmallRun.resumed(config), StopAfter.step(step)).isEmpty());
      assertTrue(Files.exists(directory.resolve("parts/checkpoint-" + step)));
    }
    ObjectNode actual = run(SmallRun.resumed(config)).orElseThrow();
    assertSameCheckpoint();
    assertEquals(expected.path("validation"), actual.path("validation"));
    assertEquals(expected.path("test"), actual.path("test"));
    assertEquals(List.of(1L, 2L, 4L, 5L, 6L, 8L, 10L, 11L, 12L, 14L, 16L, 18L), steps("parts"));
    assertEquals(
        Files.readString(directory.resolve("whole/best.json")),
        Files.readString(directory.resolve("parts/best.json")));
  }

  @Test
  void aRunThatWasKilledGoesOnFromItsBestCheckpoint() throws IOException {
    FineTuningConfig<Data> whole = config("whole", 1);
    scripted(whole, 0);
    FineTuningConfig<Data> killed = config("parts", 1);
    scripted(killed, 0);
    Path output = directory.resolve("parts");
    Files.delete(output.resolve("results.json"));
    delete(output.resolve(LAST));
    Files.createDirectory(output.resolve(".tmp-checkpoint-13"));
    Files.writeString(
        output.resolve("metrics.jsonl"),
        Files.readString(output.resolve("metrics.jsonl")) + "{\"step\":19,\"to");
    scripted(SmallRun.resumed(killed), 1);
    assertSameCheckpoint();
    assertEquals(steps("whole"), steps("parts"));
    assertFalse(Files.exists(output.resolve(".tmp-checkpoint-13")));
  }

  /** The first epoch is the best; so many were evaluated before. */
  private static void scripted(FineTuningConfig<Data> config, int evaluated) throws IOException {
    FineTuning.run(
        config,
        (c, tokenizer, report) ->
            new SyntheticTask.Scripted(c.data(), List.of(0.9, 0.5, 0.6), evaluated),
        FineTuningListener.NONE);
  }

  @Test
  void aRunThatWasKilledBeforeItsResultsComputesThem() throws IOException {
    ObjectNode expected = run(config("parts", 1)).orElseThrow();
    Files.delete(directory.resolve("parts/results.json"));
    Files.delete(directory.resolve("parts/best.json"));
    List<Long> steps = new ArrayList<>();
    ObjectNode actual =
        run(SmallRun.resumed(config("parts", 1)), new StopAfter(-1, steps)).orElseThrow();
    assertEquals(expected, actual);
    assertEquals(List.of(), steps);
    assertTrue(Files.exists(directory.resolve("parts/best.json")));
  }

  @Test
  void resumingBeginsWhereThereIsNothing() throws IOException {
    assertTrue(run(SmallRun.resumed(config("missing", 1))).isPresent());
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws IOException {
    FineTuningConfig<Data> config = config("run", 1);
    Optional<ObjectNode> first = run(config);
    List<String> said = new ArrayList<>();
    Optional<ObjectNode> second =
        run(
            SmallRun.resumed(config),
            new FineTuningListener() {
              @Override
              public void preparing(String message) {
                said.add(message);
              }

              @Override
              public void stepDone(long step, double progress) {
                said.add("step " + step);
              }
            });
    assertEquals(first.toString(), second.toString());
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("finished already"), said.get(0));
  }

  @Test
  void aRunAtWorkIsNotTouchedByAnother() throws IOException {
    FineTuningConfig<Data> config = config("parts", 1);
    List<String> refusals = new ArrayList<>();
    run(
        config,
        new FineTuningListener() {
          @Override
          public void stepDone(long step, double progress) {
            refusals.add(
                assertThrows(IllegalArgumentException.class, () -> run(SmallRun.resumed(config)))
                    .getMessage());
          }
        });
    assertEquals(18, refusals.size());
    Path output = directory.resolve("parts");
    for (String refusal : refusals) {
      assertTrue(refusal.startsWith(output + ": another process is training this run"), refusal);
    }
    run(config("whole", 1));
    assertEquals(steps("whole"), steps("parts"));
    assertSameCheckpoint();
  }

  @Test
  void anInterruptedThreadLeavesACheckpointToGoOnFrom() throws IOException {
    run(config("whole", 1));
    FineTuningConfig<Data> config = config("parts", 1);
    Thread.currentThread().interrupt();
    assertTrue(run(config).isEmpty());
    assertTrue(Thread.interrupted(), "the interrupt is not swallowed");
    assertTrue(RunDirectory.newest(directory.resolve("parts")).isPresent());
    run(SmallRun.resumed(config));
    assertSameCheckpoint();
  }

  @Test
  void aDamagedCheckpointIsPassedOverAlsoIfItWasTheBest() throws IOException {
    run(config("whole", 1));
    FineTuningConfig<Data> config = SmallRun.keeping(config("parts", 1), 2);
    assertTrue(run(config, StopAfter.step(5)).isEmpty());
    assertTrue(run(SmallRun.resumed(config), StopAfter.step(6)).isEmpty());
    Path output = directory.resolve("parts");
    assertTrue(Files.readString(output.resolve("best.json")).contains("checkpoint-6"));
    Files.write(output.resolve("checkpoint-6/training/optimizer.safetensors"), new byte[9]);
    run(SmallRun.resumed(config));
    assertTrue(Files.exists(output.resolve("checkpoint-6.damaged")));
    assertSameCheckpoint();
    assertEquals(steps("whole"), steps("parts").stream().filter(step -> step != 5).toList());
  }

  @Test
  void aRunWithOtherSettingsIsNotResumed() throws IOException {
    FineTuningConfig<Data> config = config("run", 1);
    assertTrue(run(config, StopAfter.step(2)).isEmpty());
    FineTuningConfig<Data> longer = small.config(directory.resolve("run"), 4, 0);
    refused(SmallRun.resumed(longer), "epochs is 4", "started with 3");
    Data data = config.data();
    Data others = new Data(data.train(), data.validation(), null, data.labels());
    refused(
        SmallRun.resumed(
            new FineTuningConfig<>(
                config.model(), config.tokenizer(), others, config.training(), config.runtime())),
        "test is null");
  }

  @Test
  void aRunWithOtherDataIsNotResumed() throws IOException {
    FineTuningConfig<Data> config = config("run", 1);
    assertTrue(run(config, StopAfter.step(2)).isEmpty());
    Path train = config.data().train();
    Files.writeString(train, Files.readString(train).replaceFirst("\\d+", "9"));
    refused(SmallRun.resumed(config), "other data");
  }

  private static void refused(FineTuningConfig<Data> config, String... words) {
    IllegalArgumentException refusal =
        assertThrows(IllegalArgumentException.class, () -> run(config));
    for (String word : words) {
      assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
    }
  }

  private void assertSameCheckpoint() throws IOException {
    for (String file : List.of("model.safetensors", "training/optimizer.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(directory.resolve("whole").resolve(LAST).resolve(file)),
          Files.readAllBytes(directory.resolve("parts").resolve(LAST).resolve(file)),
          file);
    }
  }

  private List<Long> steps(String run) throws IOException {
    List<Long> steps = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run).resolve("metrics.jsonl"))) {
      steps.add(new ObjectMapper().readTree(line).path("step").asLong());
    }
    return steps;
  }

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> paths = Files.walk(tree)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(path);
      }
    }
  }
}
