package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
  void sigtermEndsTheRunWithACheckpointAndTheCommandToResume() throws Exception {
    SmallModel small = SmallModel.in(directory);
    Path run = directory.resolve("run");
    Path out = directory.resolve("out.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Bert4j.class.getName(),
                "pretrain",
                "--corpus=" + small.corpus(),
                "--model=" + small.config(),
                "--output=" + run,
                "--vocab-size=1500",
                "--max-seq-length=24",
                "--steps=1000000",
                "--log-every=1")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      waitForSteps(process, run.resolve("metrics.jsonl"));
      process.destroy();
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    } finally {
      process.destroyForcibly();
    }
    String said = Files.readString(out);
    assertEquals(143, process.exitValue(), said);
    assertTrue(said.endsWith("bert4j pretrain --resume --output " + run + "\n"), said);
    long steps = Files.readAllLines(run.resolve("metrics.jsonl")).size();
    assertEquals(List.of(run.resolve("checkpoint-" + steps)), checkpoints(run));
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
