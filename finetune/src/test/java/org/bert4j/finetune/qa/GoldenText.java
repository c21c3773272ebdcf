package org.bert4j.finetune.qa;

import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;

/** Reference values of the official scripts. */
public final class GoldenText {
  private GoldenText() {}

  /** The cases of a file in {@code golden/text}. */
  public static JsonNode cases(String name) throws IOException {
    try (InputStream in = GoldenText.class.getResourceAsStream("/golden/text/" + name)) {
      JsonNode cases = JsonMapper.builder().build().readTree(in).path("cases");
      assertFalse(cases.isEmpty(), name);
      return cases;
    }
  }
}
