package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A JSON object a line, each a document. Only its text is kept; the rest is passed over. */
final class JsonLinesParser implements LineParser {
  private final JsonFactory json = new JsonFactory();
  private final SentenceSplitter splitter = new SentenceSplitter();
  private final String textColumn;

  JsonLinesParser(String textColumn) {
    this.textColumn = textColumn;
  }

  @Override
  public boolean needsWholeLines() {
    return true;
  }

  @Override
  public void line(String line, boolean ended, long number, DocumentAssembler out) {
    String object = Characters.strip(line);
    if (object.isEmpty()) {
      return;
    }
    String text;
    try (JsonParser parser = json.createParser(object)) {
      text = text(parser, number, out);
    } catch (JsonProcessingException e) {
      throw out.error(number, "not JSON" + place(e) + ": " + reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.document(text, splitter, number);
  }

  @Override
  public void end(DocumentAssembler out) {
    out.boundary();
  }

  /** The text of an object, which is a string or null. */
  private String text(JsonParser parser, long number, DocumentAssembler out) throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw out.error(number, "expected a JSON object, not " + kind(parser.currentToken()));
    }
    boolean found = false;
    String text = null;
    List<String> names = new ArrayList<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      names.add(name);
      JsonToken value = parser.nextToken();
      if (!name.equals(textColumn)) {
        parser.skipChildren();
      } else if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NULL) {
        found = true;
        text = value == JsonToken.VALUE_NULL ? null : parser.getText();
      } else {
        throw out.error(number, "expected a string in \"" + name + "\", not " + kind(value));
      }
    }
    if (parser.nextToken() != null) {
      throw out.error(number, "not JSON: more follows behind the object; expected one a line");
    }
    if (!found) {
      throw out.error(number, MissingColumn.message(textColumn, names));
    }
    return text;
  }

  private static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default ->
          token.asString() == null ? token.name().toLowerCase(Locale.ROOT) : token.asString();
    };
  }

  private static String place(JsonProcessingException e) {
    return e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
  }

  /** Without the library's note on where a bracket was opened in which kind of source. */
  private static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().replaceFirst("(?s) \\(start marker at .*", "");
  }
}
