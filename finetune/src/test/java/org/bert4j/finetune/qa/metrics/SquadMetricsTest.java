package org.bert4j.finetune.qa.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bert4j.finetune.qa.data.GoldAnswer;
import org.bert4j.finetune.qa.data.PredictionFile;
import org.bert4j.finetune.qa.data.Question;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SquadMetricsTest {
  @TempDir Path directory;

  private static Question question(String id, String... answers) {
    return new Question(
        id,
        "?",
        List.of(answers).stream().map(text -> new GoldAnswer(text, 0)).toList(),
        answers.length == 0);
  }

  private static void assertRefused(Runnable action, String... words) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, action::run);
    for (String word : words) {
      assertTrue(error.getMessage().contains(word), error.getMessage());
    }
  }

  @Test
  void theTunedThresholdSeparatesAnswersFromNone() {
    SquadMetrics metrics = new SquadMetrics();
    metrics.add(question("a"), "x");
    metrics.add(question("b", "y"), "y");
    metrics.add(question("c", "y"), "y");
    metrics.add(question("d"), "x");
    assertEquals(-1.5, metrics.tunedThreshold(Map.of("a", 7.0, "b", -1.5, "c", -3.0, "d", -1.0)));
  }

  @Test
  void answeringNothingCanBeBest() {
    SquadMetrics metrics = new SquadMetrics();
    metrics.add(question("a"), "x");
    metrics.add(question("b"), "y");
    Map<String, Double> odds = Map.of("a", -4.0, "b", -2.0);
    double threshold = metrics.tunedThreshold(odds);
    assertTrue(threshold < -4, () -> "threshold " + threshold);
    assertEquals(100.0, metrics.version2(odds, threshold).get("f1"));
    assertEquals(0.0, metrics.version2(odds, 0).get("f1"));
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    SquadMetrics metrics = new SquadMetrics();
    assertRefused(metrics::version1, "no question");
    assertRefused(() -> metrics.version2(null, 0), "no question");
    metrics.add(question("a", "x"), "x");
    assertRefused(() -> metrics.add(question("a", "x"), "x"), "a occurs twice");
    assertRefused(() -> metrics.version2(Map.of(), 0), "question a");
    metrics.add(question("b", "x"), null);
    assertEquals(List.of("b"), metrics.missing());
    assertRefused(() -> metrics.version2(null, 0), "1 of 2 questions", "b");
    metrics.add(question("c"), "");
    assertRefused(metrics::version1, "question c has no answer");
  }

  @Test
  void brokenPredictionFilesAreRefused() throws IOException {
    Path file = directory.resolve("predictions.json");
    assertRefused(() -> read(file), "predictions.json", "no such file");
    Files.writeString(file, "{\"a\": \"x\",\n");
    assertRefused(() -> read(file), "predictions.json", ":2: ", "broken JSON");
    Files.writeString(file, "[1]");
    assertRefused(() -> read(file), "predictions.json", "[0] is 1", "prediction_text");
    Files.writeString(file, "{\"a\": \"x\", \"b\": [\"y\"]}");
    assertRefused(() -> read(file), "predictions.json", "b is an array", "a text");
    Files.writeString(file, "{\"a\": \"x\", \"b\": \"y\"}");
    assertEquals(Map.of("a", "x", "b", "y"), PredictionFile.answers(file));
    assertThrows(IllegalArgumentException.class, () -> PredictionFile.noAnswer(file));
    Files.writeString(file, "{\"a\": 1, \"b\": -0.5}");
    assertEquals(Map.of("a", 1.0, "b", -0.5), PredictionFile.noAnswer(file));
  }

  private static void read(Path file) {
    try {
      PredictionFile.answers(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
