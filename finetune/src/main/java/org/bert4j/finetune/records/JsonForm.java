package org.bert4j.finetune.records;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.util.List;
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
   * Whether a text is JSON as far as it goes, of objects or arrays.
   *
   * @param sample the beginning of a file
   * @return false if it cannot be read as such; a number in brackets is none
   */
  public static boolean isJson(String sample) {
    return Beginning.of(sample.strip()).isJson();
  }

  /**
   * How a JSON file holds its records.
   *
   * @param sample the beginning of the file, at least its first line if that is not very long
   * @return the form; that of the part before it, if something in the sample is broken
   */
  public static JsonForm of(String sample) {
    List<String> lines = sample.lines().filter(line -> !line.isBlank()).limit(2).toList();
    String first = lines.isEmpty() ? "" : lines.get(0).strip();
    String second = lines.size() < 2 ? "" : lines.get(1);
    Beginning line = Beginning.of(first);
    boolean arrays = line.complete() && second.startsWith("[");
    if (first.startsWith("[")) {
      Beginning all = Beginning.of(sample.strip());
      boolean array = (all.ofRecords() || all.ofTexts()) && !arrays;
      return array ? ARRAY : line.complete() ? LINES : SEQUENCE;
    }
    if (line.complete() && (!second.isEmpty() || !line.ofRecords())) {
      return LINES;
    }
    if (Beginning.of(sample.strip()).ofRecords()) {
      return FIELD;
    }
    return second.isEmpty() || second.startsWith("{") ? LINES : SEQUENCE;
  }

  /** Whether an array that a field holds is one of records: {@code element} begins its first. */
  static boolean holdsRecords(String field, JsonToken element) {
    boolean pairs = element == JsonToken.START_ARRAY || element == JsonToken.VALUE_NULL;
    boolean records = element.isStructStart() || element == JsonToken.END_ARRAY;
    return FIELDS.contains(field) && records || PAIRS.equals(field) && pairs;
  }

  /**
   * What the tokens at the beginning of a text tell.
   *
   * @param isJson whether it is JSON as far as it goes
   * @param complete whether it is one whole value
   * @param ofRecords whether its first value holds records and is none itself
   * @param ofTexts whether its first value is an array of nothing but texts
   */
  private record Beginning(boolean isJson, boolean complete, boolean ofRecords, boolean ofTexts) {
    private static final Beginning OTHER = new Beginning(false, false, false, false);

    static Beginning of(String text) {
      boolean ofRecords = false;
      boolean ofTexts = false;
      boolean ended = false;
      try (JsonParser parser = JSON.createParser(text)) {
        boolean array = parser.nextToken() == JsonToken.START_ARRAY;
        if (!array && parser.currentToken() != JsonToken.START_OBJECT) {
          return OTHER;
        }
        ofTexts = array;
        int depth = 1;
        JsonToken before = parser.currentToken();
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          if (before == JsonToken.START_ARRAY && depth == 1 && token.isNumeric()) {
            return OTHER; // a reference in a text: [1]
          }
          if (before == JsonToken.START_ARRAY && depth == (array ? 1 : 2) && !ended) {
            boolean first = token.isStructStart() || token == JsonToken.END_ARRAY;
            ofRecords |= array ? first : JsonForm.holdsRecords(field(parser), token);
          }
          boolean isText = token == JsonToken.VALUE_STRING || token == JsonToken.END_ARRAY;
          ofTexts &= ended || isText;
          depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
          if (ended) {
            return new Beginning(token.isStructStart(), false, ofRecords, ofTexts);
          }
          ended = depth == 0;
          before = token;
        }
        return new Beginning(true, ended, ofRecords, ofTexts);
      } catch (JsonEOFException e) {
        return new Beginning(true, false, ofRecords, ofTexts);
      } catch (IOException e) {
        return new Beginning(false, false, ofRecords, ofTexts);
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
