package org.bert4j.finetune.qa.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.JsonFile;

/** Reads predictions made by any program, in the form that the official scripts read. */
public final class PredictionFile {

  private PredictionFile() {}

  /**
   * Reads predicted answers.
   *
   * @param file one JSON object, {@code {"question id": "answer"}}
   * @return the answers by question id, in the file's order
   * @throws IllegalArgumentException if there is no such file, it is not such an object or has an
   *     id twice; the message names the file
   * @throws IOException if reading fails
   */
  public static Map<String, String> answers(Path file) throws IOException {
    Map<String, String> answers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : JsonFile.read(file).properties()) {
      if (!entry.getValue().isTextual()) {
        throw wrong(file, entry, "the predicted answer, a text");
      }
      answers.put(entry.getKey(), entry.getValue().textValue());
    }
    return answers;
  }

  /**
   * Reads how likely questions have no answer.
   *
   * @param file one JSON object, {@code {"question id": number}}, such as {@code null_odds.json}
   * @return the numbers by question id, in the file's order
   * @throws IllegalArgumentException if there is no such file, it is not such an object or has an
   *     id twice; the message names the file
   * @throws IOException if reading fails
   */
  public static Map<String, Double> noAnswer(Path file) throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : JsonFile.read(file).properties()) {
      if (!entry.getValue().isNumber()) {
        throw wrong(file, entry, "a number, the higher the likelier there is no answer");
      }
      numbers.put(entry.getKey(), entry.getValue().doubleValue());
    }
    return numbers;
  }

  private static IllegalArgumentException wrong(
      Path file, Map.Entry<String, JsonNode> entry, String expected) {
    JsonNode value = entry.getValue();
    String found = value.isContainerNode() ? value.getNodeType().toString() : value.toString();
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT, "%s: %s is %s, expected %s", file, entry.getKey(), found, expected));
  }
}
