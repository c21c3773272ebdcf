package org.bert4j.examples.plot;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code metrics.jsonl} of a run, whatever was trained.
 *
 * @param name the run's name
 * @param rows a JSON object a logged step
 */
record MetricsFile(String name, List<JsonNode> rows) {
  /** Points of a curve. */
  record Points(List<Double> x, List<Double> y) {
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
  static MetricsFile read(Path run) throws IOException {
    Path file = run.resolve("metrics.jsonl");
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(
          run + ": no metrics.jsonl here; expected a run's directory");
    }
    JsonMapper mapper = new JsonMapper();
    List<JsonNode> rows = new ArrayList<>();
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    String whole = text.substring(0, text.lastIndexOf('\n') + 1); // the run may be writing a line
    for (String line : whole.lines().toList()) {
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

  /** The values found under a JSON pointer, over millions of tokens. */
  Points points(String pointer) {
    Points points = new Points(new ArrayList<>(), new ArrayList<>());
    for (JsonNode row : rows) {
      JsonNode value = row.at(pointer);
      if (value.isNumber()) {
        points.x().add(row.path("tokens").asDouble() / 1e6);
        points.y().add(value.asDouble());
      }
    }
    return points;
  }
}
