package org.bert4j.finetune.records;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.Locale;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.LineReader;

/** The records of a JSON file of any {@link JsonForm}, read one at a time. Not thread-safe. */
public final class JsonRecords {
  private static final int MAX_RECORD_CHARS = 1 << 24;

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A line holds one value and nothing behind it. */
  private static final ObjectReader LINE =
      JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final LineReader lines;
  private final JsonForm form;
  private LineFeed feed;
  private JsonParser parser;
  private long line;

  /**
   * Begins a file.
   *
   * @param lines its lines
   * @param form how it holds its records
   */
  public JsonRecords(LineReader lines, JsonForm form) {
    this.lines = lines;
    this.form = form;
  }

  /**
   * The next record.
   *
   * @return an object, or whatever stands in its place, or null at the end
   * @throws IllegalArgumentException if it is not JSON; the message names file, line and column
   * @throws IOException if reading fails
   */
  public JsonNode next() throws IOException {
    try {
      return form == JsonForm.LINES ? nextLine() : nextValue();
    } catch (JsonProcessingException e) {
      line = lines.lineNumber();
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw error(
          String.format(Locale.ROOT, "not JSON at column %d: %s", column, JsonFile.reason(e)));
    }
  }

  private JsonNode nextLine() throws IOException {
    String text = lines.readLine();
    while (text != null && text.isBlank()) {
      text = lines.readLine();
    }
    line = lines.lineNumber();
    return text == null ? null : LINE.readTree(text);
  }

  private JsonNode nextValue() throws IOException {
    if (parser == null) {
      feed = new LineFeed(lines, MAX_RECORD_CHARS);
      parser = JSON.getFactory().createParser(feed);
      if (form != JsonForm.SEQUENCE) {
        parser.nextToken(); // the bracket or brace around all records
      }
    }
    // Lines are read one by one, so the parser stands in the line read last.
    JsonToken token = form == JsonForm.FIELD ? seekElement() : parser.nextToken();
    if (token == null || token.isStructEnd()) {
      requireNothingBehind();
      return null;
    }
    line = lines.lineNumber();
    feed.beginRecord();
    return parser.readValueAsTree();
  }

  /** Goes to the next element of an array of records, or to the end of the object. */
  private JsonToken seekElement() throws IOException {
    boolean inArray = parser.getParsingContext().inArray();
    JsonToken token = parser.nextToken();
    if (inArray && token != JsonToken.END_ARRAY) {
      return token;
    }
    while (token != null && token != JsonToken.END_OBJECT) {
      if (token == JsonToken.START_ARRAY && entersRecords()) {
        return parser.currentToken();
      } else if (token == JsonToken.START_OBJECT) {
        parser.skipChildren();
      }
      token = parser.nextToken();
    }
    return token;
  }

  /** Reads the first element of an array, or passes over all of it if it holds no records. */
  private boolean entersRecords() throws IOException {
    String field = parser.getParsingContext().getParent().getCurrentName();
    JsonToken first = parser.nextToken();
    if (first != JsonToken.END_ARRAY && JsonForm.holdsRecords(field, first)) {
      return true;
    }
    for (JsonToken token = first; token != JsonToken.END_ARRAY; token = parser.nextToken()) {
      parser.skipChildren();
    }
    return false;
  }

  private void requireNothingBehind() throws IOException {
    if (parser.currentToken() != null && parser.nextToken() != null) {
      line = lines.lineNumber();
      throw error("something follows the end of the JSON, expected nothing");
    }
  }

  /**
   * What is read, for error messages.
   *
   * @return the file's path as given
   */
  public String source() {
    return lines.source();
  }

  /**
   * The line on which the record read last begins.
   *
   * @return 1 for the first line
   */
  public long line() {
    return line;
  }

  /**
   * Where the record read last begins.
   *
   * @return file and line
   */
  public String place() {
    return lines.source() + ":" + Math.max(1, line);
  }

  /**
   * An error in the record read last.
   *
   * @param message what is wrong
   * @return the error, with file and line
   */
  public IllegalArgumentException error(String message) {
    return new IllegalArgumentException(place() + ": " + message);
  }
}
