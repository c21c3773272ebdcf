package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/** A JSON object a line, each a document. */
final class JsonLinesParser implements LineParser {
  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final SentenceSplitter splitter = new SentenceSplitter();
  private final String textColumn;

  JsonLinesParser(String textColumn) {
    this.textColumn = textColumn;
  }

  @Override
  public void line(String line, long number, DocumentAssembler out) {
    if (Characters.strip(line).isEmpty()) {
      return;
    }
    JsonNode text = parse(line, number, out).get(textColumn);
    if (!text.isNull()) {
      out.document(text.textValue(), splitter, number);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    out.boundary();
  }

  /** An object in which the text is a string or null. */
  private JsonNode parse(String line, long number, DocumentAssembler out) {
    JsonNode object;
    try {
      object = json.readTree(line);
    } catch (JsonProcessingException e) {
      throw out.error(number, "not JSON: " + e.getOriginalMessage());
    }
    if (!object.isObject()) {
      throw out.error(number, "expected a JSON object, not " + object.getNodeType());
    }
    JsonNode text = object.get(textColumn);
    if (text == null) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      throw out.error(number, MissingColumn.message(textColumn, names));
    }
    if (!text.isTextual() && !text.isNull()) {
      throw out.error(
          number, "expected a string in \"" + textColumn + "\", not " + text.getNodeType());
    }
    return object;
  }
}
