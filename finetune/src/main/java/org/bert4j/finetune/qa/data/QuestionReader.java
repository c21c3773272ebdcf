package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a question with its answers, which are not yet looked up in the context. */
final class QuestionReader {
  /** Start of an answer that comes without one. */
  static final long NO_START = Long.MIN_VALUE;

  private final JsonCursor json;
  private boolean marked;

  QuestionReader(JsonCursor json) {
    this.json = json;
  }

  /** A question as the file has it. */
  record RawQuestion(String id, String text, List<RawAnswer> answers, boolean impossible) {}

  /** An answer as the file has it: start counts code points. */
  record RawAnswer(String text, long start) {}

  /** Whether a question had the field is_impossible. */
  boolean marked() {
    return marked;
  }

  /** Reads the object that begins here. */
  RawQuestion read() throws IOException {
    String path = json.path();
    String id = null;
    String text = null;
    List<RawAnswer> answers = List.of();
    boolean impossible = false;
    while (json.next() != JsonToken.END_OBJECT) {
      String name = json.fieldName();
      json.next();
      switch (name) {
        case "id", "query_id" -> id = scalar("a text");
        case "question", "query_text" -> {
          json.expect(JsonToken.VALUE_STRING, "the question's text");
          text = json.text();
        }
        case "answers" -> answers = readAnswers();
        case "is_impossible" -> {
          marked = true;
          impossible = truth();
        }
        default -> json.skip();
      }
    }
    if (id == null) {
      throw json.error(path + ".id is missing, expected a text");
    }
    if (text == null) {
      throw json.error(path + ".question is missing, expected a text");
    }
    return new RawQuestion(id, text, answers, impossible);
  }

  private List<RawAnswer> readAnswers() throws IOException {
    if (json.current() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    json.expect(JsonToken.START_ARRAY, "an array of answers");
    List<RawAnswer> answers = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      answers.add(
          json.current() == JsonToken.START_OBJECT
              ? readAnswer()
              : new RawAnswer(scalar("an answer's text"), NO_START));
    }
    return answers;
  }

  private RawAnswer readAnswer() throws IOException {
    String path = json.path();
    String text = null;
    long start = NO_START;
    while (json.next() != JsonToken.END_OBJECT) {
      String name = json.fieldName();
      json.next();
      switch (name) {
        case "text" -> text = scalar("the answer's text");
        case "answer_start" -> start = start();
        default -> json.skip();
      }
    }
    if (text == null) {
      throw json.error(path + ".text is missing, expected the answer's text");
    }
    return new RawAnswer(text, start);
  }

  /** A text; also a number, which is how spreadsheets spoil texts. */
  private String scalar(String expected) throws IOException {
    boolean isText = json.current() == JsonToken.VALUE_STRING;
    if (!isText && !json.current().isNumeric()) {
      throw json.wrong(expected);
    }
    return json.text();
  }

  private long start() throws IOException {
    if (json.current() == JsonToken.VALUE_NULL) {
      return NO_START;
    }
    json.expect(JsonToken.VALUE_NUMBER_INT, "a whole number of characters before the answer");
    String number = json.text();
    // No context has 10^9 characters; such a start is as wrong as one just behind the end.
    return number.length() > 9 ? Integer.MAX_VALUE : Long.parseLong(number);
  }

  private boolean truth() throws IOException {
    if (!json.current().isBoolean()) {
      throw json.wrong("true or false");
    }
    return json.current() == JsonToken.VALUE_TRUE;
  }
}
