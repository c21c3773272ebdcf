package org.bert4j.examples.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.FileFailure;

/**
 * The {@code metrics.jsonl} of a run, whatever was trained.
 *
 * @param name the run's name
 * @param rows a JSON object a logged step
 */
public record MetricsFile(String name, List<JsonNode> rows) {
  /**
   * Points of a curve.
   *
   * @param x tokens
   * @param y values
   */
  public record Points(List<Double> x, List<Double> y) {
    boolean isEmpty() {
      return x.isEmpty();
    }
  }

  /**
   * Reads a run's metrics.
   *
   * @param run directory of the run
   * @return its metrics
   * @throws IllegalArgumentException if there are none, or a line is not JSON
   * @throws IOException if reading fails
   */
  public static MetricsFile read(Path run) throws IOException {
    Path file = run.resolve("metrics.jsonl");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          run + ": no metrics.jsonl here; expected a run's directory");
    }
    JsonMapper mapper = new JsonMapper();
    List<JsonNode> rows = new ArrayList<>();
    for (String line : wholeLines(file)) {
      try {
        rows.add(mapper.readTree(line));
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(
            file + ":" + (rows.size() + 1) + ": not a JSON object", e);
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(file + ": no step has been logged yet");
    }
    return new MetricsFile(run.toString(), rows);
  }

  /** Without the line that a run may be writing just now. */
  private static List<String> wholeLines(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + ": not UTF-8 text, expected a run's metrics", e);
    } catch (IOException e) {
      throw FileFailure.of(file, e);
    }
  }

  /** Whether any step has a number under a JSON pointer. */
  boolean logs(String pointer) {
    return rows.stream().anyMatch(row -> row.at(pointer).isNumber());
  }

  /** Tokens trained on. */
  double tokens() {
    return rows.stream()
        .mapToDouble(row -> row.path("tokens").asDouble())
        .filter(Double::isFinite)
        .max()
        .orElse(0);
  }

  /** The finite values found under a JSON pointer, over tokens. */
  Points points(String pointer) {
    Points points = new Points(new ArrayList<>(), new ArrayList<>());
    for (JsonNode row : rows) {
      JsonNode value = row.at(pointer);
      double tokens = row.path("tokens").asDouble();
      if (value.isNumber() && Double.isFinite(value.asDouble()) && Double.isFinite(tokens)) {
        points.x().add(tokens);
        points.y().add(value.asDouble());
      }
    }
    return points;
  }
}
