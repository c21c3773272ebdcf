package org.bert4j.pretrain.corpus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteArrayFeeder;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** An array of JSON objects over any number of lines, each object a document. */
final class JsonArrayParser implements LineParser {
  private enum Place {
    BEFORE,
    IN_ARRAY,
    IN_RECORD,
    BEHIND
  }

  private final RecordTexts texts;
  private final JsonRecord record;
  private final JsonParser parser;
  private Place place = Place.BEFORE;
  private boolean breaks;
  private long line;

  /** One whose texts are in a field, or, if that is null, in one to be found. */
  JsonArrayParser(String textColumn) {
    texts = new RecordTexts(textColumn);
    record = new JsonRecord(texts);
    try {
      parser = JsonRecord.FACTORY.createNonBlockingByteArrayParser();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void line(String text, boolean ended, long number, DocumentAssembler out) {
    line = number;
    // A line end before the next line only: one behind a text that was cut short would be its
    // fault.
    byte[] bytes = (breaks ? "\n" + text : text).getBytes(StandardCharsets.UTF_8);
    breaks = ended;
    ByteArrayFeeder feeder = (ByteArrayFeeder) parser.getNonBlockingInputFeeder();
    try {
      feeder.feedInput(bytes, 0, bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    read(out);
  }

  @Override
  public void end(DocumentAssembler out) {
    parser.getNonBlockingInputFeeder().endOfInput();
    read(out);
    texts.end(out);
  }

  /** Reads as far as there is input. */
  private void read(DocumentAssembler out) {
    try {
      JsonToken token = parser.nextToken();
      while (token != null && token != JsonToken.NOT_AVAILABLE) {
        accept(token, out);
        token = parser.nextToken();
      }
    } catch (JsonEOFException e) {
      throw out.error(line, "the array of JSON objects does not end, the file was cut short");
    } catch (JsonProcessingException e) {
      throw out.error(line, "not JSON: " + JsonRecord.reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(JsonToken token, DocumentAssembler out) throws IOException {
    if (place == Place.IN_RECORD) {
      if (record.accept(parser, line, out)) {
        record.end(line, out);
        place = Place.IN_ARRAY;
      }
    } else if (place == Place.BEFORE && token == JsonToken.START_ARRAY) {
      place = Place.IN_ARRAY;
    } else if (place == Place.IN_ARRAY && token == JsonToken.START_OBJECT) {
      record.begin();
      place = Place.IN_RECORD;
    } else if (place == Place.IN_ARRAY && token == JsonToken.END_ARRAY) {
      place = Place.BEHIND;
    } else {
      throw out.error(
          line,
          "expected one array of JSON objects, not " + JsonRecord.kind(token) + " " + where());
    }
  }

  private String where() {
    return switch (place) {
      case BEFORE -> "at its beginning";
      case BEHIND -> "behind it";
      default -> "in it";
    };
  }
}
