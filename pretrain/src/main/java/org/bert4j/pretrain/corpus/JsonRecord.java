package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A JSON object of a corpus, put together from its tokens. Of its fields only the text is kept, or
 * all strings as long as it is not decided which field that is.
 */
final class JsonRecord {
  /** Python writes NaN where a table has a gap. */
  static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();

  private final RecordTexts texts;
  private final List<String> names = new ArrayList<>();
  private final Map<String, String> strings = new LinkedHashMap<>();
  private int depth;
  private boolean found;
  private String text;

  JsonRecord(RecordTexts texts) {
    this.texts = texts;
  }

  /** Begins an object, whose first token has been read. */
  void begin() {
    names.clear();
    strings.clear();
    depth = 1;
    found = false;
    text = null;
  }

  /** Takes the parser's current token; whether the object ends with it. */
  boolean accept(JsonParser parser, long line, DocumentAssembler out) throws IOException {
    JsonToken token = parser.currentToken();
    if (depth == 1 && token == JsonToken.FIELD_NAME) {
      names.add(parser.currentName());
      texts.seeName(parser.currentName(), out);
    } else if (depth == 1 && token != JsonToken.END_OBJECT) {
      takeValue(parser, line, out);
    }
    depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    return depth == 0;
  }

  private void takeValue(JsonParser parser, long line, DocumentAssembler out) throws IOException {
    JsonToken value = parser.currentToken();
    String name = names.get(names.size() - 1);
    boolean string = value == JsonToken.VALUE_STRING;
    if (texts.column() == null) {
      strings.put(name, string ? parser.getText() : null);
    } else if (name.equals(texts.column())) {
      boolean missing = value == JsonToken.VALUE_NULL || parser.getText().equals("NaN");
      if (!string && !missing) {
        throw out.error(line, "expected a string in \"" + name + "\", not " + kind(value));
      }
      found = true;
      text = string ? parser.getText() : null;
    }
  }

  /** Hands on what was in the object. */
  void end(long line, DocumentAssembler out) {
    if (texts.column() == null) {
      texts.add(new LinkedHashMap<>(strings), line, out);
    } else if (found) {
      texts.add(text, line, out);
    } else {
      throw out.error(line, RecordTexts.missingHere(texts.column(), names));
    }
  }

  /** What a value is, for error messages. */
  static String kind(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      default ->
          token.asString() == null ? token.name().toLowerCase(Locale.ROOT) : token.asString();
    };
  }

  /** Without the library's note on where a bracket was opened in which kind of source. */
  static String reason(JsonProcessingException e) {
    return e.getOriginalMessage().replaceFirst("(?s) \\(start marker at .*", "");
  }
}
