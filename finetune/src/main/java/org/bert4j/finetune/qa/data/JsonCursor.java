package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.FileFailure;
import org.bert4j.common.io.InvalidUtf8;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.TextStream;

/** Walks through a JSON file; its errors name file, line and the path of the value. */
final class JsonCursor implements AutoCloseable {
  /** Python writes NaN where a table has a gap: a value like others, and refused like others. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final Path file;
  private final JsonParser parser;
  private boolean begun;

  JsonCursor(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException(file + ": no such file, expected JSON in SQuAD's form");
    }
    this.file = file;
    try {
      this.parser = FACTORY.createParser(TextStream.open(file, encoding(file), InvalidUtf8.FAIL));
    } catch (IOException e) {
      throw failure(e);
    }
  }

  /** JSON begins with two ASCII characters, so zeros tell its encoding (RFC 4627, section 3). */
  private static Charset encoding(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(4);
    }
    int zeros = 0;
    for (byte each : head) {
      zeros = 2 * zeros + (each == 0 ? 1 : 0);
    }
    return switch (zeros) {
      case 0b1110 -> Charset.forName("UTF-32BE");
      case 0b0111 -> Charset.forName("UTF-32LE");
      case 0b1010 -> StandardCharsets.UTF_16BE;
      case 0b0101 -> StandardCharsets.UTF_16LE;
      default -> null;
    };
  }

  /** Goes on to the next token; null at the end of the file. */
  JsonToken next() throws IOException {
    try {
      JsonToken token = parser.nextToken();
      begun = true;
      return token;
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

  /** Whether the value that stands here is none: null, or Python's NaN. */
  boolean isMissing() throws IOException {
    return current() == JsonToken.VALUE_NULL
        || current() == JsonToken.VALUE_NUMBER_FLOAT && text().equals("NaN");
  }

  /** The text that stands here. */
  String string(String expected) throws IOException {
    expect(JsonToken.VALUE_STRING, expected);
    return text();
  }

  /** The text that stands here; also a number, which is how spreadsheets spoil texts. */
  String scalar(String expected) throws IOException {
    boolean isText = current() == JsonToken.VALUE_STRING;
    if (!isText && !current().isNumeric()) {
      throw wrong(expected);
    }
    return text();
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
    return error(pathOrFile() + " is " + found + ", expected " + expected);
  }

  /** An error in the line read last. */
  IllegalArgumentException error(String message) {
    return new IllegalArgumentException(
        at(parser.currentTokenLocation()) + Excerpt.onOneLine(message));
  }

  /** The path of a field of the object at a path. */
  static String member(String path, String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * The path of the value that stands here, {@code data[3].paragraphs[0].context}; empty for all of
   * the file.
   */
  String path() {
    boolean opened = current() == JsonToken.START_OBJECT || current() == JsonToken.START_ARRAY;
    JsonStreamContext at = parser.getParsingContext();
    String path = "";
    for (at = opened ? at.getParent() : at; !at.inRoot(); at = at.getParent()) {
      if (at.inArray()) {
        path = "[" + at.getCurrentIndex() + "]" + path;
      } else if (at.hasCurrentName()) {
        path = "." + Excerpt.of(at.getCurrentName()) + path;
      }
    }
    return path.startsWith(".") ? path.substring(1) : path;
  }

  private String pathOrFile() {
    String path = path();
    return path.isEmpty() ? "the file" : path;
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
    String place = " in " + pathOrFile() + ", column " + location.getColumnNr();
    String reason = JsonFile.reason(e);
    boolean encoding = reason.startsWith("Invalid UTF-8");
    if (!begun && !encoding) {
      return new IllegalArgumentException(
          at(location)
              + "not JSON ("
              + reason.replaceFirst(":.*", "")
              + "); a table is written as JSON first, in pandas by to_json(path, orient=\"records\","
              + " lines=True)",
          e);
    }
    return new IllegalArgumentException(
        at(location)
            + (encoding
                ? "not UTF-8"
                    + place
                    + ", expected JSON in UTF-8, UTF-16 or UTF-32; convert the file"
                : "broken JSON" + place + ": " + reason),
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
