package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
