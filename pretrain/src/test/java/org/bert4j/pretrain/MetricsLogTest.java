package org.bert4j.pretrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import org.bert4j.common.run.MetricsLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("metrics.jsonl");
  }

  private void append(long lastStep, long... steps) throws IOException {
    try (MetricsLog log = MetricsLog.open(file, lastStep)) {
      for (long step : steps) {
        log.append(new StepMetrics(step, 10, 0.5, 3, 2, 0.25, 1, 0.5, 1e-4, 1.5, 20, null));
      }
      log.force();
    }
  }

  private String steps() throws IOException {
    return String.join(
        " ",
        Files.readAllLines(file).stream()
            .map(line -> line.replaceAll("\\{\"step\":(\\d+),.*\\}", "$1"))
            .toList());
  }

  @Test
  void linesHaveTheKeysOfTheContract() throws IOException {
    append(0, 7);
    assertEquals(
        "{\"step\":7,\"tokens\":10,\"seconds\":0.5,\"loss\":3.0,\"mlm_loss\":2.0,"
            + "\"mlm_accuracy\":0.25,\"nsp_loss\":1.0,\"nsp_accuracy\":0.5,"
            + "\"learning_rate\":1.0E-4,\"gradient_norm\":1.5,\"tokens_per_second\":20.0}\n",
        Files.readString(file));
  }

  @Test
  void aMeanOverNothingIsNull() throws IOException {
    try (MetricsLog log = MetricsLog.open(file, 0)) {
      HeldOutScores nothing = new HeldOutScores(0, Double.NaN, 0, Double.NaN);
      double infinite = Double.POSITIVE_INFINITY;
      log.append(new StepMetrics(1, 10, 0, 1, 0, Double.NaN, 1, 0.5, 1e-4, 1.5, infinite, nothing));
    }
    String line = Files.readString(file);
    assertTrue(line.contains("\"mlm_accuracy\":null,\"nsp_loss\":1.0"), line);
    assertTrue(line.contains("\"tokens_per_second\":null"), line);
    assertFalse(line.contains("NaN") || line.contains("Infinity"), line);
  }

  @Test
  void stepsAfterTheOneToGoOnFromAreForgotten() throws IOException {
    append(0, 2, 4, 6);
    append(4, 5, 8);
    assertEquals("2 4 5 8", steps());
  }

  /** Those of a file system that crashed; at a line's start they look like UTF-32. */
  @Test
  void nulBytesAreForgotten() throws IOException {
    append(0, 2);
    Files.write(file, new byte[600], StandardOpenOption.APPEND);
    Files.writeString(file, "\n", StandardOpenOption.APPEND);
    append(4, 6);
    assertEquals("2 6", steps());
  }

  @Test
  void aFileThatCannotBeReadIsNamed() throws IOException {
    Files.createDirectory(file);
    IOException failure = assertThrows(IOException.class, () -> MetricsLog.open(file, 0));
    assertTrue(failure.getMessage().startsWith(file + ": "), failure.getMessage());
  }

  @Test
  void aLineCutOffByACrashIsForgotten() throws IOException {
    append(0, 2, 4);
    Files.writeString(file, Files.readString(file) + "{\"step\":6,\"tok");
    append(6, 8);
    assertEquals("2 4 8", steps());
  }

  @Test
  void goingOnFromTheStartForgetsEverything() throws IOException {
    append(0, 2, 4);
    append(0);
    assertEquals("", steps());
  }

  /** A line of a fine-tuning run, whose types of entities are in any language. */
  private record TypedMetrics(long step, Map<String, Double> validation) {}

  @Test
  void linesInAnyLanguageAreKeptWhole() throws IOException {
    Map<String, Double> scores = Map.of("机构名", 0.5);
    try (MetricsLog log = MetricsLog.open(file, 0)) {
      for (long step : new long[] {2, 4, 6}) {
        log.append(new TypedMetrics(step, scores));
      }
    }
    String whole = Files.readString(file);
    for (int resumed = 0; resumed < 3; resumed++) {
      try (MetricsLog log = MetricsLog.open(file, 4)) {
        log.append(new TypedMetrics(6, scores));
      }
      assertEquals(whole, Files.readString(file));
    }
  }

  @Test
  void aLineCutOffInsideACharacterIsForgotten() throws IOException {
    append(0, 2);
    String kept = Files.readString(file);
    byte[] cut = "{\"step\":4,\"机".getBytes(StandardCharsets.UTF_8);
    Files.write(file, Arrays.copyOf(cut, cut.length - 1), StandardOpenOption.APPEND);
    append(4);
    assertEquals(kept, Files.readString(file));
  }
}
