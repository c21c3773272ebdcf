package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run in a process of its own, stopped from outside. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no SIGTERM")
@Timeout(120)
class SignalTest {
  @TempDir Path directory;

  @Test
  void sigtermEndsPretrainingWithACheckpointAndTheCommandToResume() throws Exception {
    SmallModel small = SmallModel.in(directory);
    isStopped(
        List.of("pretrain"),
        List.of(
            "--corpus=" + small.corpus(),
            "--model=" + small.config(),
            "--vocab-size=1500",
            "--max-seq-length=24",
            "--steps=1000000"));
  }

  @Test
  void sigtermEndsFineTuningWithACheckpointAndTheCommandToResume() throws Exception {
    SmallModel small = SmallModel.in(directory);
    Path pretrained = directory.resolve("pretrained");
    small.pretrain(pretrained).succeeds();
    Path tagged = Files.writeString(directory.resolve("a.conll"), "the O\ncat B-ANIMAL\n\n");
    isStopped(
        List.of("ner", "train"),
        List.of(
            "--init=" + pretrained,
            "--train=" + tagged,
            "--validation=" + tagged,
            "--epochs=100000"));
  }

  private void isStopped(List<String> command, List<String> options) throws Exception {
    Path run = directory.resolve("run");
    Path out = directory.resolve("out.txt");
    List<String> all = new ArrayList<>();
    all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    all.addAll(List.of("-cp", System.getProperty("java.class.path"), Bert4j.class.getName()));
    all.addAll(command);
    all.addAll(options);
    all.addAll(List.of("--output=" + run, "--log-every=1"));
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    try {
      waitForSteps(process, run.resolve("metrics.jsonl"));
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(out);
    assertEquals(143, process.exitValue(), said);
    assertTrue(said.contains("\nstopping: after the step"), said);
    String resume = "bert4j %s --resume --output %s\n".formatted(String.join(" ", command), run);
    assertTrue(said.endsWith(resume), said);
    long steps = Files.readAllLines(run.resolve("metrics.jsonl")).size();
    assertTrue(checkpoints(run).contains(run.resolve("checkpoint-" + steps)), said);
  }

  private static void waitForSteps(Process process, Path metrics) throws Exception {
    while (process.isAlive() && (Files.notExists(metrics) || Files.size(metrics) == 0)) {
      Thread.sleep(20);
    }
  }

  private static List<Path> checkpoints(Path run) throws IOException {
    try (Stream<Path> files = Files.list(run)) {
      return files.filter(file -> file.getFileName().toString().startsWith("checkpoint-")).toList();
    }
  }
}
