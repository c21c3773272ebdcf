package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads predictions made by any program, in the form that the official scripts read. */
public final class PredictionFile {
  private static final String ANSWERS =
      "predictions: an object {\"question id\": \"answer\"}, or an array of objects with \"id\" and"
          + " \"prediction_text\"";
  private static final String ANSWER = "the predicted answer, a text, empty for no answer";

  private final JsonCursor json;

  private PredictionFile(JsonCursor json) {
    this.json = json;
  }

  /**
   * Reads predicted answers.
   *
   * @param file one JSON object, {@code {"question id": "answer"}}, or an array as HuggingFace's
   *     metrics take it, {@code [{"id": "question id", "prediction_text": "answer"}]}
   * @return the answers by question id, in the file's order
   * @throws IllegalArgumentException if there is no such file, it is neither or has an id twice;
   *     the message names the file
   * @throws IOException if reading fails
   */
  public static Map<String, String> answers(Path file) throws IOException {
    try (JsonCursor json = new JsonCursor(file)) {
      PredictionFile reader = new PredictionFile(json);
      Map<String, String> answers = new LinkedHashMap<>();
      if (json.next() == JsonToken.START_ARRAY) {
        reader.readRows(answers);
      } else {
        json.expect(JsonToken.START_OBJECT, ANSWERS);
        while (json.next() != JsonToken.END_OBJECT) {
          String id = json.fieldName();
          json.next();
          reader.put(answers, id, reader.answer());
        }
      }
      reader.end();
      return answers;
    }
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
    try (JsonCursor json = new JsonCursor(file)) {
      PredictionFile reader = new PredictionFile(json);
      Map<String, Double> numbers = new LinkedHashMap<>();
      json.next();
      json.expect(JsonToken.START_OBJECT, "an object {\"question id\": number}");
      while (json.next() != JsonToken.END_OBJECT) {
        String id = json.fieldName();
        if (!json.next().isNumeric() || json.isMissing()) {
          throw json.wrong("a number, the higher the likelier there is no answer");
        }
        reader.put(numbers, id, Double.valueOf(json.text()));
      }
      reader.end();
      return numbers;
    }
  }

  private void readRows(Map<String, String> answers) throws IOException {
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_OBJECT, "an object with \"id\" and \"prediction_text\"");
      String path = json.path();
      String id = null;
      String answer = null;
      while (json.next() != JsonToken.END_OBJECT) {
        String name = json.fieldName();
        json.next();
        switch (name) {
          case "id" -> id = json.scalar("the question's id");
          case "prediction_text" -> answer = answer();
          default -> json.skip();
        }
      }
      if (id == null || answer == null) {
        String missing = id == null ? "id" : "prediction_text";
        throw json.error(JsonCursor.member(path, missing) + " is missing, expected " + ANSWERS);
      }
      put(answers, id, answer);
    }
  }

  private String answer() throws IOException {
    if (json.current() == JsonToken.START_ARRAY) {
      throw json.wrong(
          ANSWER
              + "; these look like n-best predictions or a data set: give predictions.json, which"
              + " has the one answer to each question");
    }
    return json.string(ANSWER);
  }

  private <T> void put(Map<String, T> map, String id, T value) {
    if (map.put(id, value) != null) {
      throw json.error("question id " + id + " occurs twice, expected each once");
    }
  }

  private void end() throws IOException {
    if (json.next() != null) {
      throw json.error("something follows the end of the JSON, expected nothing");
    }
  }
}
