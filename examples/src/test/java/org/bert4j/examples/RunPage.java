package org.bert4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page that a run has left, its examples being in it. */
record RunPage(String text, JsonNode examples) {
  static RunPage of(Path run) throws IOException {
    String text = Files.readString(run.resolve("report.html"));
    JsonNode examples =
        new ObjectMapper().readTree(run.resolve("examples.json").toFile()).path("examples");
    assertTrue(text.contains("<svg") && text.contains("Tokens a second"), "curves");
    assertTrue(text.contains(", finished</p>"), "state");
    assertTrue(text.contains("onednn") || text.contains("oneDNN"), "provenance");
    assertFalse(examples.isEmpty(), "examples");
    assertEquals(examples.size(), text.split("class=\"card example\"", -1).length - 1);
    return new RunPage(text, examples);
  }

  RunPage says(String... words) {
    for (String word : words) {
      assertTrue(text.contains(word), () -> "no " + word);
    }
    return this;
  }

  /** Whether all examples are right. */
  boolean isAllRight() {
    for (JsonNode example : examples) {
      if (!example.path("right").asBoolean()) {
        return false;
      }
    }
    return true;
  }
}
