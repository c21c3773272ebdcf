package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.bert4j.common.checkpoint.CheckpointDirectory;
import org.bert4j.common.checkpoint.RunDirectory;
import org.bert4j.common.train.LearningRateSchedule.Curve;
import org.bert4j.pretrain.data.DataConfig;
import org.bert4j.pretrain.store.TokenStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final long STEPS = 8;

  @TempDir Path directory;
  private SmallRun small;

  /** Stops a run after a step. */
  private record StopAfter(long step, List<Long> done) implements PretrainingListener {
    @Override
    public void stepDone(long step, double progress) {
      done.add(step);
    }

    @Override
    public boolean stopRequested() {
      return done.contains(step);
    }
  }

  @BeforeEach
  void writeCorpus() throws IOException {
    small = SmallRun.in(directory);
  }

  @Test
  void aStoppedAndResumedRunWritesTheSameBytes() throws IOException {
    Path whole = directory.resolve("whole");
    run(SmallRun.with(small.config(whole, STEPS), false, 2));
    Path parts = directory.resolve("parts");
    PretrainingConfig config = SmallRun.with(small.config(parts, STEPS), false, 2);
    assertTrue(Pretraining.run(config, new StopAfter(1, new ArrayList<>())).isEmpty());
    assertTrue(
        Pretraining.run(SmallRun.resumed(config), new StopAfter(5, new ArrayList<>())).isEmpty());
    assertTrue(Files.exists(parts.resolve("checkpoint-5")));
    assertTrue(run(SmallRun.resumed(config)).isPresent());
    assertSameCheckpoint(whole, parts);
    assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 8L), steps(parts));
  }

  /** Truncates the run's store after its first step. */
  private record StoreCutOff(Path shard) implements PretrainingListener {
    @Override
    public void stepDone(long step, double progress) {
      try (FileChannel file = FileChannel.open(shard, StandardOpenOption.WRITE)) {
        file.truncate(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void aStoreThatBecomesShorterUnderARunIsNamedAndTheRunGoesOnOnceItIsRestored()
      throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, STEPS);
    assertTrue(Pretraining.run(config, new StopAfter(1, new ArrayList<>())).isEmpty());
    Path shard = output.resolve("store/shard-00000.bin");
    byte[] whole = Files.readAllBytes(shard);
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Pretraining.run(SmallRun.resumed(config), new StoreCutOff(shard)));
    assertEquals(
        output
            + ": a file of the token store became shorter while it was read; restore it, or prepare the store again",
        refused.getMessage());
    Files.write(shard, whole);
    assertTrue(run(SmallRun.resumed(config)).isPresent());
  }

  @Test
  void aKilledAndResumedRunWritesTheSameBytes() throws IOException {
    Path whole = directory.resolve("whole");
    run(small.config(whole, STEPS));
    Path killed = directory.resolve("killed");
    PretrainingConfig config = small.config(killed, STEPS);
    run(config);
    Files.delete(killed.resolve("results.json"));
    delete(killed.resolve("checkpoint-8"));
    Files.createDirectory(killed.resolve(".tmp-checkpoint-9"));
    Files.writeString(
        killed.resolve("metrics.jsonl"),
        Files.readString(killed.resolve("metrics.jsonl")) + "{\"step\":9,\"to");
    delete(killed.resolve("checkpoint-6"));
    run(SmallRun.resumed(config));
    assertSameCheckpoint(whole, killed);
    assertEquals(steps(whole), steps(killed));
    assertFalse(Files.exists(killed.resolve(".tmp-checkpoint-9")));
  }

  @Test
  void resumingBeginsWhereThereIsNothing() throws IOException {
    Path output = directory.resolve("missing");
    assertTrue(run(SmallRun.resumed(small.config(output, 1))).isPresent());
  }

  @Test
  void resumingAFinishedRunChangesNothing() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, 2);
    Optional<PretrainingResult> first = run(config);
    List<String> said = new ArrayList<>();
    Optional<PretrainingResult> second =
        Pretraining.run(
            SmallRun.resumed(config),
            new PretrainingListener() {
              @Override
              public void preparing(String message) {
                said.add(message);
              }

              @Override
              public void stepDone(long step, double progress) {
                said.add("step " + step);
              }
            });
    assertEquals(first, second);
    assertEquals(1, said.size());
    assertTrue(said.get(0).contains("finished already"), said.get(0));
  }

  @Test
  void aRunWithOtherSettingsIsNotResumed() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, 2);
    run(config);
    PretrainingConfig longer = SmallRun.resumed(small.config(output, 3));
    refused(longer, "steps is 3", "started with 2");
    DataConfig data = config.data();
    DataConfig otherSeed =
        new DataConfig(
            data.maxSeqLength(),
            data.shortSeqProb(),
            data.maskedLmProb(),
            data.wholeWordMasking(),
            data.batchSize(),
            8);
    refused(
        SmallRun.resumed(
            new PretrainingConfig(
                config.model(), config.text(), otherSeed, config.training(), config.runtime())),
        "seed is 8");
  }

  @Test
  void aDirectoryThatNoRunBeganInIsLeftAlone() throws IOException {
    Path output = Files.createDirectories(directory.resolve("mine").resolve("corpus"));
    Path text = Files.writeString(output.resolve("text.txt"), "Mine.\n");
    refused(SmallRun.resumed(small.config(output.getParent(), 1)), "not empty");
    assertEquals("Mine.\n", Files.readString(text));
  }

  @Test
  void aRunWithAnotherVocabularyIsNotResumed() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, STEPS);
    assertTrue(Pretraining.run(config, new StopAfter(3, new ArrayList<>())).isEmpty());
    Path vocabulary = output.resolve("tokenizer").resolve("vocab.txt");
    List<String> tokens = new ArrayList<>(Files.readAllLines(vocabulary));
    Collections.swap(tokens, tokens.size() - 1, tokens.size() - 2);
    Files.delete(output.resolve("tokenizer").resolve("tokenizer.json"));
    Files.write(vocabulary, tokens);
    refused(SmallRun.resumed(config), "another vocabulary");
  }

  @Test
  void aRunOnAStoreOfFormatVersionOneIsResumed() throws Exception {
    Path store = Path.of(ResumeTest.class.getResource("/version-1/store").toURI());
    Path whole = directory.resolve("whole");
    run(onStore(store, small.config(whole, STEPS)));
    Path parts = directory.resolve("parts");
    PretrainingConfig config = onStore(store, small.config(parts, STEPS));
    assertTrue(Pretraining.run(config, new StopAfter(3, new ArrayList<>())).isEmpty());
    String hash = TokenStore.open(store).manifest().dataSha256();
    String state = Files.readString(parts.resolve("checkpoint-3/training/state.json"));
    assertTrue(state.contains(hash), state);
    assertTrue(run(SmallRun.resumed(config)).isPresent());
    assertSameCheckpoint(whole, parts);
  }

  private static PretrainingConfig onStore(Path store, PretrainingConfig config) {
    TextConfig text = config.text();
    return new PretrainingConfig(
        config.model(),
        new TextConfig(List.of(), text.reader(), store, List.of(), text.vocabulary()),
        config.data(),
        config.training(),
        config.runtime());
  }

  @Test
  void aDamagedStateIsNamed() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, STEPS);
    assertTrue(Pretraining.run(config, new StopAfter(3, new ArrayList<>())).isEmpty());
    Path state = output.resolve("checkpoint-3").resolve("training").resolve("state.json");
    Files.writeString(state, "{\"step\": \"three\"}");
    refused(SmallRun.resumed(config), "state.json is damaged");
  }

  @Test
  void aResumedRunKeepsItsArchitecture() throws IOException {
    Path whole = directory.resolve("whole");
    run(small.config(whole, STEPS));
    Path parts = directory.resolve("parts");
    PretrainingConfig config = small.config(parts, STEPS);
    assertTrue(Pretraining.run(config, new StopAfter(3, new ArrayList<>())).isEmpty());
    Files.delete(config.model().configFile());
    assertTrue(run(SmallRun.resumed(config)).isPresent());
    assertSameCheckpoint(whole, parts);
  }

  @Test
  void aRunAtWorkIsNotTouchedByAnother() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, STEPS);
    List<String> refusals = new ArrayList<>();
    run(
        config,
        step -> {
          if (step == 5) {
            Path writing = Files.createDirectory(output.resolve(".tmp-checkpoint-6"));
            Map<String, String> before = content(output);
            for (PretrainingConfig other : List.of(config, SmallRun.resumed(config))) {
              refusals.add(
                  assertThrows(IllegalArgumentException.class, () -> run(other)).getMessage());
            }
            assertEquals(3, CheckpointDirectory.open(output).state().path("step").asInt());
            assertEquals(before, content(output));
            Files.delete(writing);
          }
        });
    assertTrue(refusals.get(0).contains(output + ": the output directory is not empty"));
    assertTrue(refusals.get(1).contains(output + ": another process is training this run"));
    assertEquals(List.of(2L, 3L, 4L, 6L, 8L), steps(output));
    assertTrue(run(SmallRun.resumed(config)).isPresent());
  }

  /** What a step's listener does, which may fail. */
  @FunctionalInterface
  private interface StepWork {
    void done(long step) throws IOException;
  }

  private static Optional<PretrainingResult> run(PretrainingConfig config, StepWork work)
      throws IOException {
    return Pretraining.run(
        config,
        new PretrainingListener() {
          @Override
          public void stepDone(long step, double progress) {
            try {
              work.done(step);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
  }

  /** Every file of a directory, with its bytes. */
  private static Map<String, String> content(Path root) throws IOException {
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      // What is locked is not opened: closing it would give the lock up.
      for (Path path : paths.filter(path -> !path.endsWith(RunDirectory.LOCK)).toList()) {
        content.put(
            path.toString(),
            Files.isDirectory(path) ? "" : Arrays.toString(Files.readAllBytes(path)));
      }
    }
    return content;
  }

  @Test
  void anInterruptedThreadLeavesACheckpointToGoOnFrom() throws IOException {
    Path whole = directory.resolve("whole");
    run(small.config(whole, STEPS));
    Path parts = directory.resolve("parts");
    PretrainingConfig config = small.config(parts, STEPS);
    Thread caller = Thread.currentThread();
    long done = 0;
    // The run may see the interrupt a step later.
    for (int i = 0; i < 3; i++) {
      long from = done;
      Optional<PretrainingResult> result =
          run(
              i == 0 ? config : SmallRun.resumed(config),
              step -> {
                if (step == from + 1) {
                  caller.interrupt();
                }
              });
      assertTrue(result.isEmpty());
      assertTrue(Thread.interrupted(), "the interrupt is not swallowed");
      done = RunDirectory.newest(parts).orElseThrow().state().path("step").asLong();
      assertTrue(done > from, "step " + done);
    }
    assertTrue(run(SmallRun.resumed(config)).isPresent());
    assertSameCheckpoint(whole, parts);
  }

  @Test
  void aDamagedNewestCheckpointIsPassedOver() throws IOException {
    Path whole = directory.resolve("whole");
    run(small.config(whole, STEPS));
    Path output = directory.resolve("parts");
    PretrainingConfig config = small.config(output, STEPS);
    assertTrue(Pretraining.run(config, new StopAfter(7, new ArrayList<>())).isEmpty());
    Path damaged = output.resolve("checkpoint-7/model.safetensors");
    byte[] bytes = Files.readAllBytes(damaged);
    Files.write(damaged, Arrays.copyOf(bytes, bytes.length - 1));
    List<String> said = new ArrayList<>();
    PretrainingListener listener =
        new PretrainingListener() {
          @Override
          public void preparing(String message) {
            said.add(message);
          }
        };
    assertTrue(Pretraining.run(SmallRun.resumed(config), listener).isPresent());
    assertTrue(said.get(0).contains(damaged.toString()), said.get(0));
    assertTrue(said.get(0).contains("going on from " + output.resolve("checkpoint-6")));
    Path aside = output.resolve("checkpoint-7.damaged");
    assertTrue(said.get(0).endsWith(aside + " and can be removed"), said.get(0));
    assertTrue(Files.exists(aside.resolve("model.safetensors")));
    assertSameCheckpoint(whole, output);
  }

  @Test
  void theNewestCheckpointsAreKept() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = SmallRun.keeping(small.config(output, STEPS), null);
    run(config);
    assertEquals(List.of("checkpoint-6", "checkpoint-8"), checkpoints(output));
    // A process killed before its results, which removes less, or more.
    for (int keep : new int[] {4, 1}) {
      Files.delete(output.resolve("results.json"));
      assertTrue(run(SmallRun.keeping(SmallRun.resumed(config), keep)).isPresent());
      assertEquals(Math.min(2, keep), checkpoints(output).size());
    }
    assertEquals(List.of("checkpoint-8"), checkpoints(output));
    assertThrows(IllegalArgumentException.class, () -> SmallRun.keeping(config, 0));
  }

  private static List<String> checkpoints(Path run) throws IOException {
    try (Stream<Path> children = Files.list(run)) {
      return children
          .map(child -> child.getFileName().toString())
          .filter(name -> name.startsWith("checkpoint"))
          .sorted()
          .toList();
    }
  }

  @Test
  void aRunThatWasToldNothingAboutItsScheduleIsLinear() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, STEPS);
    assertTrue(Pretraining.run(config, new StopAfter(3, new ArrayList<>())).isEmpty());
    Path told = output.resolve("pretraining.json");
    String older = Files.readString(told).replaceFirst(",\\s*\"schedule\": \"linear\"", "");
    assertFalse(older.contains("schedule"));
    Files.writeString(told, older);
    PretrainingHyperparameters training = config.training();
    PretrainingConfig cosine =
        new PretrainingConfig(
            config.model(),
            config.text(),
            config.data(),
            new PretrainingHyperparameters(
                training.steps(),
                training.minutes(),
                training.gradientAccumulation(),
                training.optimizer(),
                training.learningRate(),
                training.warmupSteps(),
                Curve.COSINE),
            config.runtime());
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> run(SmallRun.resumed(cosine)))
            .getMessage();
    assertTrue(refusal.startsWith("schedule is \"cosine\""), refusal);
    assertTrue(refusal.contains("started with \"linear\""), refusal);
    assertTrue(run(SmallRun.resumed(config)).isPresent());
  }

  @Test
  void aRunThatWasToldNothingAboutCheckpointsIsResumed() throws IOException {
    Path output = directory.resolve("run");
    PretrainingConfig config = small.config(output, STEPS);
    assertTrue(Pretraining.run(config, new StopAfter(3, new ArrayList<>())).isEmpty());
    Path told = output.resolve("pretraining.json");
    Files.writeString(
        told, Files.readString(told).replaceFirst(",\\s*\"keep_checkpoints\": 3", ""));
    assertFalse(Files.readString(told).contains("keep_checkpoints"));
    assertEquals(2, Pretraining.savedConfig(output).orElseThrow().runtime().keepCheckpoints());
    assertTrue(run(SmallRun.resumed(config)).isPresent());
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

  private static void assertSameCheckpoint(Path expected, Path actual) throws IOException {
    for (String file : List.of("model.safetensors", "training/optimizer.safetensors")) {
      assertArrayEquals(
          Files.readAllBytes(expected.resolve("checkpoint-8").resolve(file)),
          Files.readAllBytes(actual.resolve("checkpoint-8").resolve(file)),
          file);
    }
  }

  private static List<Long> steps(Path run) throws IOException {
    List<Long> steps = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
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
