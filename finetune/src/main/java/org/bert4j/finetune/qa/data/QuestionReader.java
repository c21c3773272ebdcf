package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a question's fields, in whatever order they come. */
final class QuestionReader {
  private final JsonCursor json;
  private final AnswerReader answerReader;
  private final String path;
  private String id;
  private String text;
  private boolean hasText;
  private List<RawAnswer> answers;
  private List<RawAnswer> detected;
  private List<Integer> starts;
  private String besideStart;
  private Boolean impossible;

  /** For the object at a path. */
  QuestionReader(JsonCursor json, String path) {
    this.json = json;
    this.answerReader = new AnswerReader(json);
    this.path = path;
  }

  /** Reads the object that begins here. */
  static RawQuestion read(JsonCursor json) throws IOException {
    QuestionReader reader = new QuestionReader(json, json.path());
    while (json.next() != JsonToken.END_OBJECT) {
      String name = json.fieldName();
      json.next();
      if (!reader.readField(name)) {
        json.skip();
      }
    }
    if (reader.id == null) {
      throw json.error(JsonCursor.member(reader.path, "id") + " is missing, expected a text");
    }
    return reader.end();
  }

  /** Reads the value that stands here; false if a question has no such field. */
  boolean readField(String name) throws IOException {
    switch (name) {
      case "id", "query_id", "qid" -> id = json.isMissing() ? null : json.scalar("a text");
      case "question", "query_text" -> {
        hasText = true;
        text = json.isMissing() ? "" : json.string("the question's text");
      }
      case "answers" -> answers = answerReader.read();
      case "answer" -> answers = readAnswer();
      case "answer_text", "answers.text" -> answers = answerReader.readTexts();
      case "answer_start", "answers.answer_start" -> starts = answerReader.readStarts();
      case "detected_answers" -> detected = answerReader.readDetected();
      case "is_impossible" -> impossible = truth();
      case "text" -> {
        boolean isText = json.current() == JsonToken.VALUE_STRING;
        besideStart = isText ? json.text() : null;
        return false; // it is anything, unless there is a start
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether there was a question's text, or at least an answer. */
  boolean isQuestion() {
    return hasText || answers != null;
  }

  /** The question, once all its fields are read; its id is null if it has none. */
  RawQuestion end() {
    if (!hasText) {
      throw json.error(JsonCursor.member(path, "question") + " is missing, expected a text");
    }
    placeAnswers();
    List<RawAnswer> all = allAnswers();
    return new RawQuestion(id, text, all, isImpossible(all), impossible != null);
  }

  /** Tables have the start in a column of its own. */
  private void placeAnswers() {
    if (starts == null) {
      return;
    }
    if (answers == null && besideStart != null) {
      answers = List.of(new RawAnswer(besideStart, RawAnswer.NO_START));
    }
    boolean any = answers != null && !answers.isEmpty();
    if (any && answers.stream().noneMatch(RawAnswer::hasStart)) {
      answers = answerReader.placed(path, answers.stream().map(RawAnswer::text).toList(), starts);
    }
  }

  /** Answers that were found in the context say where; MRQA has others beside them. */
  private List<RawAnswer> allAnswers() {
    List<RawAnswer> all = new ArrayList<>(detected == null ? List.of() : detected);
    List<String> found = all.stream().map(RawAnswer::text).toList();
    if (answers != null) {
      answers.stream().filter(answer -> !found.contains(answer.text())).forEach(all::add);
    }
    return all;
  }

  /** Answers that are there and empty say that there is none, unless the file says otherwise. */
  private boolean isImpossible(List<RawAnswer> all) {
    if (impossible != null) {
      return impossible;
    }
    return answers != null && all.stream().allMatch(answer -> answer.text().isBlank());
  }

  private List<RawAnswer> readAnswer() throws IOException {
    boolean isText = json.current() == JsonToken.VALUE_STRING;
    return isText ? List.of(new RawAnswer(json.text(), RawAnswer.NO_START)) : answerReader.read();
  }

  /** Null if the file does not say. */
  private Boolean truth() throws IOException {
    if (json.isMissing()) {
      return null;
    }
    String expected = "true or false";
    String value = json.current().isBoolean() ? json.text() : json.scalar(expected);
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "true", "1", "1.0" -> true;
      case "false", "0", "0.0" -> false;
      default -> throw json.wrong(expected);
    };
  }
}
