package org.bert4j.finetune.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How a JSON file holds its records. */
public enum JsonForm {
  /** A record a line. */
  LINES("jsonl"),
  /** The elements of one array. */
  ARRAY("json array"),
  /** The elements of an array that a field of one object holds, {@code {"data": [...]}}. */
  FIELD("json object"),
  /** One behind the other, each over several lines. */
  SEQUENCE("json objects");

  /** Fields of an object that hold the records of a file. */
  static final Set<String> FIELDS =
      Set.of("data", "examples", "rows", "records", "items", "sentences", "documents");

  /** As spaCy's annotators write it: its elements are arrays; else it is a record's own field. */
  private static final String PAIRS = "annotations";

  private static final JsonFactory JSON = new JsonFactory();

  private final String name;

  JsonForm(String name) {
    this.name = name;
  }

  /**
   * Decides.
   *
   * @param sample the beginning of a file, at least its first line if that is not very long
   * @return the form, or empty if this does not begin as JSON records do
   */
  public static Optional<JsonForm> of(String sample) {
    List<String> lines = sample.lines().filter(line -> !line.isBlank()).limit(2).toList();
    String first = lines.isEmpty() ? "" : lines.get(0).strip();
    boolean array = first.startsWith("[");
    if (!array && !first.startsWith("{")) {
      return Optional.empty();
    }
    Beginning line = Beginning.of(first);
    if (line.broken()) {
      return Optional.empty();
    }
    boolean more = lines.size() > 1;
    if (line.complete() && (more || !line.ofRecords())) {
      return Optional.of(LINES);
    }
    Beginning all = line.complete() ? line : Beginning.of(sample);
    if (all.broken()) {
      return Optional.empty();
    }
    if (all.ofRecords()) {
      return Optional.of(array ? ARRAY : FIELD);
    }
    return Optional.of(more ? SEQUENCE : LINES);
  }

  /** Whether an array that a field holds is one of records: {@code element} begins its first. */
  static boolean holdsRecords(String field, JsonToken element) {
    boolean pairs = element == JsonToken.START_ARRAY || element == JsonToken.VALUE_NULL;
    return FIELDS.contains(field) && element.isStructStart() || PAIRS.equals(field) && pairs;
  }

  /**
   * What the tokens at the beginning of a text tell.
   *
   * @param complete whether the text is one whole value
   * @param broken whether it is not JSON
   * @param ofRecords whether the value holds records and is none itself
   */
  private record Beginning(boolean complete, boolean broken, boolean ofRecords) {
    static Beginning of(String text) {
      boolean holds = false;
      try (JsonParser parser = JSON.createParser(text)) {
        boolean array = parser.nextToken() == JsonToken.START_ARRAY;
        int depth = 1;
        JsonToken before = parser.currentToken();
        while (depth > 0) {
          JsonToken token = parser.nextToken();
          if (token == null) {
            return new Beginning(false, false, holds);
          }
          if (before == JsonToken.START_ARRAY && depth == 1 && token.isNumeric()) {
            return new Beginning(false, true, false); // a reference in a text: [1]
          }
          if (before == JsonToken.START_ARRAY && depth == (array ? 1 : 2)) {
            holds |= array ? token.isStructStart() : JsonForm.holdsRecords(field(parser), token);
          }
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
          before = token;
        }
        return new Beginning(true, parser.nextToken() != null, holds);
      } catch (JsonEOFException e) {
        return new Beginning(false, false, holds);
      } catch (IOException e) {
        return new Beginning(false, true, false);
      }
    }

    /** The field of the array whose first element has just begun, or been read. */
    private static String field(JsonParser parser) {
      JsonStreamContext context = parser.getParsingContext();
      JsonStreamContext array =
          parser.currentToken().isStructStart() ? context.getParent() : context;
      return parser.currentToken() == JsonToken.END_ARRAY
          ? context.getCurrentName()
          : array.getParent().getCurrentName();
    }
  }

  /** The name for people. */
  @Override
  public String toString() {
    return name;
  }
}
