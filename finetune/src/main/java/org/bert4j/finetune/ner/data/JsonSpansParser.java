package org.bert4j.finetune.ner.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.io.LineReader;
import org.bert4j.finetune.ner.tag.EntitySpan;
import org.bert4j.finetune.ner.tag.Tag;
import org.bert4j.finetune.ner.tag.TagSequences;

/** A JSON object a line: a text and the spans of its entities. */
final class JsonSpansParser implements SentenceParser {
  private static final List<String> SPAN_FIELDS = List.of("entities", "spans", "label", "labels");

  private final ObjectMapper json =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final WordSplitting splitting;
  private final boolean tagged;

  JsonSpansParser(WordSplitting splitting, boolean tagged) {
    this.splitting = splitting;
    this.tagged = tagged;
  }

  @Override
  public void parse(LineReader reader, Consumer<RawSentence> sentences) throws IOException {
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (!line.isBlank()) {
        sentences.accept(sentence(line, reader));
      }
    }
  }

  private RawSentence sentence(String line, LineReader reader) {
    JsonNode object;
    try {
      object = json.readTree(line);
    } catch (JsonProcessingException e) {
      int column = e.getLocation() == null ? 1 : e.getLocation().getColumnNr();
      throw SentenceParser.error(
          reader,
          String.format(Locale.ROOT, "not JSON at column %d: %s", column, JsonFile.reason(e)));
    }
    if (!object.path("text").isTextual()) {
      throw SentenceParser.error(reader, "text: expected an object with a string of this name");
    }
    SentenceText text = SentenceText.split(object.path("text").textValue(), splitting);
    SourcePosition source = SourcePosition.ofLine(reader.source(), reader.lineNumber());
    List<String> tags = tagged ? tags(object, text, reader) : List.of();
    return new RawSentence(text.words(), tags, source, Optional.of(text));
  }

  private List<String> tags(JsonNode object, SentenceText text, LineReader reader) {
    String field = SPAN_FIELDS.stream().filter(object::has).findFirst().orElse(null);
    if (field == null || !object.path(field).isArray()) {
      throw SentenceParser.error(
          reader,
          String.format(
              Locale.ROOT,
              "%s: expected an array of entities, such as {\"start\": 0, \"end\": 5, \"type\": \"PER\"}",
              field == null ? "entities" : field));
    }
    List<EntitySpan> entities = new ArrayList<>();
    boolean[] taken = new boolean[text.spans().size()];
    for (int i = 0; i < object.path(field).size(); i++) {
      String path = field + "[" + i + "]";
      EntitySpan entity = entity(object.path(field).get(i), path, text, reader);
      for (int word = entity.first(); word <= entity.last(); word++) {
        if (taken[word]) {
          throw SentenceParser.error(reader, path + ": overlaps another entity; expected none to");
        }
        taken[word] = true;
      }
      entities.add(entity);
    }
    return TagSequences.bio(entities, taken.length).stream().map(Tag::toString).toList();
  }

  private EntitySpan entity(JsonNode node, String path, SentenceText text, LineReader reader) {
    JsonNode start = node.isArray() ? node.path(0) : node.path("start");
    JsonNode end = node.isArray() ? node.path(1) : node.path("end");
    JsonNode type =
        node.isArray() ? node.path(2) : node.has("type") ? node.path("type") : node.path("label");
    if (!start.isInt() || !end.isInt() || !type.isTextual() || type.textValue().isEmpty()) {
      throw SentenceParser.error(
          reader, path + ": expected whole numbers start and end, and a type, in " + node);
    }
    WordSpan span = new WordSpan(start.intValue(), end.intValue());
    int length = text.text().length();
    if (span.start() < 0 || span.end() <= span.start() || span.end() > length) {
      throw SentenceParser.error(
          reader,
          String.format(
              Locale.ROOT,
              "%s: start %d and end %d, expected 0 <= start < end <= %d, the length of the text",
              path,
              span.start(),
              span.end(),
              length));
    }
    requireSurface(node, span, path, text, reader);
    return new WordsOfSpan(text, splitting).find(span, type.textValue(), path, reader);
  }

  /** If the surface stands beside the offsets, it shows whether others counted characters alike. */
  private static void requireSurface(
      JsonNode node, WordSpan span, String path, SentenceText text, LineReader reader) {
    String surface = text.text().substring(span.start(), span.end());
    if (node.path("text").isTextual() && !node.path("text").textValue().equals(surface)) {
      throw SentenceParser.error(
          reader,
          String.format(
              Locale.ROOT,
              "%s: the text from %d to %d is \"%s\", not \"%s\"; offsets count UTF-16 units, as Java and"
                  + " JavaScript do",
              path,
              span.start(),
              span.end(),
              ConllParser.shortened(surface),
              ConllParser.shortened(node.path("text").textValue())));
    }
  }
}
