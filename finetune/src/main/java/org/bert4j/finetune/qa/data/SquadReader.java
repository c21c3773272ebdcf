package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.io.GitLfsPointer;

/** Reads questions in SQuAD's form, a paragraph at a time. */
public final class SquadReader {
  private final JsonCursor json;
  private final ParagraphConsumer consumer;
  private final ParagraphReader paragraphs;
  private String version = "";

  private SquadReader(JsonCursor json, ParagraphConsumer consumer) {
    this.json = json;
    this.consumer = consumer;
    this.paragraphs = new ParagraphReader(json);
  }

  /**
   * Reads a file.
   *
   * @param file JSON in UTF-8
   * @param consumer receives the paragraphs in the file's order, at most one at a time in memory
   * @return what the file held
   * @throws IllegalArgumentException if there is no such file, if it is not JSON, a field is
   *     missing or of another type, or a context is empty; the message names file, line and path of
   *     the value
   * @throws IOException if reading fails
   */
  public static SquadSummary read(Path file, ParagraphConsumer consumer) throws IOException {
    GitLfsPointer.refuse(file);
    try (JsonCursor json = new JsonCursor(file)) {
      SquadReader reader = new SquadReader(json, consumer);
      reader.readFile();
      return reader.paragraphs.summary(reader.version);
    }
  }

  /**
   * Reads a whole file into memory.
   *
   * @param file JSON in UTF-8
   * @return the paragraphs
   * @throws IllegalArgumentException as {@link #read(Path, ParagraphConsumer)}
   * @throws IOException if reading fails
   */
  public static List<Paragraph> readAll(Path file) throws IOException {
    List<Paragraph> all = new ArrayList<>();
    read(file, all::add);
    return all;
  }

  private void readFile() throws IOException {
    JsonToken first = json.next();
    boolean hasData = first == JsonToken.START_ARRAY;
    if (hasData) {
      readArticles();
    } else {
      json.expect(JsonToken.START_OBJECT, "an object with \"data\"");
      while (json.next() != JsonToken.END_OBJECT) {
        hasData |= json.fieldName().equals("data");
        readField();
      }
    }
    if (!hasData) {
      throw json.error("\"data\" is missing, expected JSON in SQuAD's form");
    }
    if (json.next() != null) {
      throw json.error("something follows the end of the JSON, expected nothing");
    }
  }

  private void readField() throws IOException {
    String name = json.fieldName();
    JsonToken value = json.next();
    if (name.equals("data")) {
      json.expect(JsonToken.START_ARRAY, "an array of articles");
      readArticles();
    } else if (name.equals("version") && value.isScalarValue()) {
      version = json.text();
    } else {
      json.skip();
    }
  }

  private void readArticles() throws IOException {
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_OBJECT, "an object with \"paragraphs\"");
      readArticle();
    }
  }

  /** An article is an object with paragraphs or, in CMRC 2018's form, a paragraph itself. */
  private void readArticle() throws IOException {
    String path = json.path();
    boolean hasParagraphs = false;
    paragraphs.begin();
    while (json.next() != JsonToken.END_OBJECT) {
      String name = json.fieldName();
      json.next();
      if (name.equals("paragraphs")) {
        hasParagraphs = true;
        readParagraphs();
        paragraphs.begin();
      } else {
        paragraphs.readField(name);
      }
    }
    if (!hasParagraphs) {
      if (paragraphs.isEmpty()) {
        throw json.error(path + ".paragraphs is missing, expected an array");
      }
      consumer.accept(paragraphs.end(path));
    }
  }

  private void readParagraphs() throws IOException {
    json.expect(JsonToken.START_ARRAY, "an array of paragraphs");
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_OBJECT, "an object with \"context\" and \"qas\"");
      String path = json.path();
      paragraphs.begin();
      while (json.next() != JsonToken.END_OBJECT) {
        String name = json.fieldName();
        json.next();
        paragraphs.readField(name);
      }
      consumer.accept(paragraphs.end(path));
    }
  }
}
