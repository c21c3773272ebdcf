package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Reads the answers to a question in all forms that they have. */
final class AnswerReader {
  private static final String START = "a whole number of characters before the answer";

  private final JsonCursor json;

  AnswerReader(JsonCursor json) {
    this.json = json;
  }

  /**
   * Reads what stands here: an array of answers, which are texts or objects; one such object, whose
   * fields may be arrays of equal length, as HuggingFace has it; or null.
   *
   * @return the answers; null if the file says nothing of them
   */
  List<RawAnswer> read() throws IOException {
    if (json.isMissing()) {
      return null;
    }
    if (json.current() == JsonToken.START_OBJECT) {
      return readObject();
    }
    json.expect(JsonToken.START_ARRAY, "an array of answers, or an object with \"text\"");
    List<RawAnswer> answers = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      if (json.current() == JsonToken.START_OBJECT) {
        answers.addAll(readObject());
      } else {
        answers.add(new RawAnswer(json.scalar("an answer's text"), RawAnswer.NO_START));
      }
    }
    return answers;
  }

  /** Reads MRQA's {@code detected_answers}: each a text and where it stands, the end included. */
  List<RawAnswer> readDetected() throws IOException {
    json.expect(JsonToken.START_ARRAY, "an array of answers with \"char_spans\"");
    List<RawAnswer> answers = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_OBJECT, "an object with \"text\" and \"char_spans\"");
      answers.addAll(readObject());
    }
    return answers;
  }

  /** Reads texts, or one, that stand alone; null if there is none. */
  List<RawAnswer> readTexts() throws IOException {
    return json.isMissing()
        ? null
        : texts().stream().map(text -> new RawAnswer(text, RawAnswer.NO_START)).toList();
  }

  /** Reads starts, or one, that stand alone; null if there is none. */
  List<Integer> readStarts() throws IOException {
    return json.isMissing() ? null : starts();
  }

  private List<RawAnswer> readObject() throws IOException {
    String path = json.path();
    List<String> texts = null;
    List<Integer> starts = null;
    while (json.next() != JsonToken.END_OBJECT) {
      String name = json.fieldName();
      json.next();
      switch (name) {
        case "text" -> texts = texts();
        case "answer_start" -> starts = starts();
        case "char_spans" -> starts = firstOfSpans();
        default -> json.skip();
      }
    }
    if (texts == null) {
      throw json.error(JsonCursor.member(path, "text") + " is missing, expected the answer's text");
    }
    if (starts == null) {
      starts = Collections.nCopies(texts.size(), RawAnswer.NO_START);
    }
    return placed(path, texts, starts);
  }

  /**
   * Answers of texts and their starts.
   *
   * @param path of the object that has both
   */
  List<RawAnswer> placed(String path, List<String> texts, List<Integer> starts) {
    if (starts.size() != texts.size()) {
      throw json.error(
          String.format(
              Locale.ROOT,
              "%s has %d and %s %d entries, expected a start for each text",
              JsonCursor.member(path, "text"),
              texts.size(),
              JsonCursor.member(path, "answer_start"),
              starts.size()));
    }
    List<RawAnswer> answers = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      answers.add(new RawAnswer(texts.get(i), starts.get(i)));
    }
    return answers;
  }

  private List<String> texts() throws IOException {
    String expected = "the answer's text";
    if (json.current() != JsonToken.START_ARRAY) {
      return List.of(json.scalar(expected));
    }
    List<String> texts = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      texts.add(json.scalar(expected));
    }
    return texts;
  }

  private List<Integer> starts() throws IOException {
    if (json.current() != JsonToken.START_ARRAY) {
      return List.of(start());
    }
    List<Integer> starts = new ArrayList<>();
    while (json.next() != JsonToken.END_ARRAY) {
      starts.add(start());
    }
    return starts;
  }

  /** Reads {@code [[first, last], ...]}, the places of one answer, for the first of them. */
  private List<Integer> firstOfSpans() throws IOException {
    json.expect(JsonToken.START_ARRAY, "an array of [first, last]");
    int first = RawAnswer.NO_START;
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_ARRAY, "[first, last]");
      json.next();
      first = first == RawAnswer.NO_START ? start() : first;
      while (json.current() != JsonToken.END_ARRAY) {
        json.next();
      }
    }
    return List.of(first);
  }

  /** A whole number, also as a text or with a fraction of zeros, as tables write it. */
  int start() throws IOException {
    if (json.current() == JsonToken.VALUE_NULL) {
      return RawAnswer.NO_START;
    }
    boolean isText = json.current() == JsonToken.VALUE_STRING;
    if (!isText && !json.current().isNumeric()) {
      throw json.wrong(START);
    }
    double start;
    try {
      start = Double.parseDouble(json.text().strip());
    } catch (NumberFormatException e) {
      throw json.wrong(START);
    }
    if (start != Math.rint(start) || Double.isInfinite(start)) { // not for what is no number
      throw json.wrong(START);
    }
    // No context has 2^31 characters; such a start is as wrong as one just behind the end.
    return start < -1 ? -1 : (int) Math.min(Integer.MAX_VALUE, start);
  }
}
