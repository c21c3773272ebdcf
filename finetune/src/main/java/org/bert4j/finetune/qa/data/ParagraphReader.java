package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a context and its questions, in whatever order the fields come: an array of questions, or
 * the fields of a single one beside the context.
 */
final class ParagraphReader {
  private final JsonCursor json;
  private final String path;
  private final QuestionReader row;
  private String context;
  private String blank;
  private List<RawQuestion> questions;

  /** For the object at a path. */
  ParagraphReader(JsonCursor json, String path) {
    this.json = json;
    this.path = path;
    this.row = new QuestionReader(json, path);
  }

  /**
   * A paragraph as the file has it.
   *
   * @param blank complaint about a context without text; null for all others
   * @param withoutQuestions complaint about one that has no array of questions; null for all others
   */
  record RawParagraph(
      String context, List<RawQuestion> questions, String blank, String withoutQuestions) {}

  /** Reads the value that stands here; false if a paragraph has no such field. */
  boolean readField(String name) throws IOException {
    switch (name) {
      case "context", "context_text" -> readContext();
      case "qas" -> readQuestions();
      default -> {
        return row.readField(name);
      }
    }
    return true;
  }

  /** Whether there was a context, or questions. */
  boolean isParagraph() {
    return context != null || questions != null || isRow();
  }

  /** Whether the questions are a single one, whose fields stand beside the context. */
  boolean isRow() {
    return questions == null && row.isQuestion();
  }

  /** The paragraph, once all its fields are read. */
  RawParagraph end() {
    if (context == null) {
      throw json.error(
          JsonCursor.member(path, "context") + " is missing, expected the text that answers");
    }
    if (isRow()) {
      return new RawParagraph(context, List.of(row.end()), blank, null);
    }
    if (questions == null) {
      String missing =
          JsonCursor.member(path, "qas") + " is missing, expected an array of questions";
      return new RawParagraph(context, List.of(), blank, json.error(missing).getMessage());
    }
    return new RawParagraph(context, questions, blank, null);
  }

  private void readContext() throws IOException {
    String expected = "the text that answers";
    context = json.isMissing() ? "" : json.string(expected);
    if (context.isBlank()) {
      blank = json.error(json.path() + " is empty, expected " + expected).getMessage();
    }
  }

  private void readQuestions() throws IOException {
    if (json.isMissing()) {
      return;
    }
    json.expect(JsonToken.START_ARRAY, "an array of questions");
    questions = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_OBJECT, "an object with \"id\" and \"question\"");
      questions.add(QuestionReader.read(json));
    }
  }
}
