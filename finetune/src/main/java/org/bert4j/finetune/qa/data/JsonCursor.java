package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.TextStream;

/** Walks through a JSON file; its errors name file, line and the path of the value. */
final class JsonCursor implements AutoCloseable {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Path file;
  private final JsonParser parser;

  JsonCursor(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": no such file, expected JSON in SQuAD's form");
    }
    this.file = file;
    try {
      this.parser = FACTORY.createParser(TextStream.open(file, null, InvalidUtf8.FAIL));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** Goes on to the next token; null at the end of the file. */
  JsonToken next() throws IOException {
    try {
      return parser.nextToken();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  JsonToken current() {
    return parser.currentToken();
  }

  /** The name of the field whose name or value was read last. */
  String fieldName() throws IOException {
    return parser.currentName();
  }

  /** Goes on behind the value that begins here. */
  void skip() throws IOException {
    try {
      parser.skipChildren();
      if (current() != null && current().isScalarValue()) {
        parser.finishToken(); // otherwise a broken text goes unnoticed
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** The text, number or truth value that stands here, as the file writes it. */
  String text() throws IOException {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void expect(JsonToken token, String expected) throws IOException {
    if (current() != token) {
      throw wrong(expected);
    }
  }

  /** Complains about the value that stands here. */
  IllegalArgumentException wrong(String expected) throws IOException {
    String found =
        current() == null
            ? "empty"
            : switch (current()) {
              case START_OBJECT -> "an object";
              case START_ARRAY -> "an array";
              case VALUE_STRING -> "the text \"" + abbreviated(text()) + "\"";
              default -> text();
            };
    return error(path() + " is " + found + ", expected " + expected);
  }

  /** An error in the line read last. */
  IllegalArgumentException error(String message) {
    return new IllegalArgumentException(at(parser.currentTokenLocation()) + message);
  }

  /** The path of the value that stands here, {@code data[3].paragraphs[0].context}. */
  String path() {
    JsonPointer pointer = parser.getParsingContext().pathAsPointer();
    boolean opened = current() == JsonToken.START_OBJECT || current() == JsonToken.START_ARRAY;
    if (opened) {
      pointer = parser.getParsingContext().getParent().pathAsPointer();
    }
    StringBuilder path = new StringBuilder();
    for (JsonPointer part = pointer; !part.matches(); part = part.tail()) {
      int index = part.getMatchingIndex();
      if (index >= 0) {
        path.append('[').append(index).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(part.getMatchingProperty());
      }
    }
    return path.isEmpty() ? "the file" : path.toString();
  }

  /** What to throw where the file cannot be read, or what stands there is no JSON. */
  private IOException failure(IOException e) {
    if (e instanceof JsonProcessingException json) {
      throw broken(json);
    }
    if (e instanceof CharConversionException) { // bytes that begin as UTF-32 does
      throw new IllegalArgumentException(
          file + ": not UTF-8 text, expected JSON in SQuAD's form", e);
    }
    return FileFailure.of(file, e);
  }

  private IllegalArgumentException broken(JsonProcessingException e) {
    JsonLocation location = e.getLocation() == null ? parser.currentLocation() : e.getLocation();
    return new IllegalArgumentException(
        at(location)
            + "broken JSON in "
            + path()
            + ", column "
            + location.getColumnNr()
            + ": "
            + JsonFile.reason(e),
        e);
  }

  private String at(JsonLocation location) {
    return file + ":" + Math.max(1, location.getLineNr()) + ": ";
  }

  private static String abbreviated(String text) {
    int most = 40;
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }
}
