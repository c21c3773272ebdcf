package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;

/** A JSON object a line, each a document. Only its text is kept; the rest is passed over. */
final class JsonLinesParser implements LineParser {
  private final RecordTexts texts;
  private final JsonRecord record;

  /** One whose texts are in a field, or, if that is null, in one to be found. */
  JsonLinesParser(String textColumn) {
    texts = new RecordTexts(textColumn);
    record = new JsonRecord(texts);
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
    try (JsonParser parser = JsonRecord.FACTORY.createParser(object)) {
      read(parser, number, out);
    } catch (JsonEOFException e) {
      throw out.error(
          number,
          broken(e)
              + "; expected a whole object a line, as \"jq -c .\" writes, or one array of objects");
    } catch (JsonProcessingException e) {
      throw out.error(number, broken(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    record.end(number, out);
  }

  @Override
  public void end(DocumentAssembler out) {
    texts.end(out);
  }

  private void read(JsonParser parser, long number, DocumentAssembler out) throws IOException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw out.error(number, "expected a JSON object, not " + JsonRecord.kind(first));
    }
    record.begin();
    do {
      parser.nextToken();
    } while (!record.accept(parser, number, out));
    if (parser.nextToken() != null) {
      throw out.error(number, "not JSON: more follows behind the object; expected one a line");
    }
  }

  private static String broken(JsonProcessingException e) {
    return "not JSON"
        + (e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr())
        + ": "
        + JsonRecord.reason(e);
  }
}
