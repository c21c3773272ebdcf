package org.bert4j.finetune.ner.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.bert4j.common.io.Excerpt;

/**
 * The spans of a JSON value, in whatever form a tool writes them: arrays {@code [0, 4, "PER"]},
 * objects with a start, an end and a type under the usual names, Label Studio's results, and types
 * with texts with places, {@code {"PER": {"Anna": [[0, 3]]}}}, as CLUENER has them.
 *
 * @param error makes an error of a message, with file and line
 * @param notes hears what is decided
 */
record JsonSpans(Function<String, IllegalArgumentException> error, ReadingNotes notes) {
  private static final List<String> STARTS =
      List.of("start", "start_offset", "startOffset", "start_char", "begin", "start_idx");
  private static final List<String> ENDS =
      List.of("end", "end_offset", "endOffset", "end_char", "end_idx");
  private static final List<String> TYPES =
      List.of("type", "label", "labels", "entity_type", "entity_group", "tag", "entity");

  /** Whether a value may be one of spans: objects or arrays in an array, or an object of such. */
  static boolean areSpans(JsonNode value) {
    boolean nested = value.isObject() || value.isArray();
    return nested && StreamSupport.stream(value.spliterator(), false).allMatch(JsonSpans::isNested);
  }

  private static boolean isNested(JsonNode value) {
    return value.isObject() || value.isArray();
  }

  /** Reads all spans of a value. */
  List<MarkedSpan> read(JsonNode value, String path) {
    List<MarkedSpan> spans = new ArrayList<>();
    if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        addSpan(value.get(i), path + "[" + i + "]", spans);
      }
    } else if (value.path("entities").isArray()) {
      return read(value.path("entities"), path + ".entities");
    } else {
      fields(value, path, (type, places, at) -> addPlaces(type, places, at, spans));
    }
    return spans;
  }

  @FunctionalInterface
  private interface Field {
    void accept(String name, JsonNode value, String path);
  }

  private static void fields(JsonNode object, String path, Field field) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      field.accept(entry.getKey(), entry.getValue(), path + "." + entry.getKey());
    }
  }

  /** The places of a type: by their texts, or without. */
  private void addPlaces(String type, JsonNode places, String path, List<MarkedSpan> spans) {
    if (places.isObject()) {
      fields(places, path, (text, ofText, at) -> addPlaces(type, text, ofText, at, spans));
    } else {
      addPlaces(type, null, places, path, spans);
    }
  }

  private void addPlaces(
      String type, String text, JsonNode places, String path, List<MarkedSpan> spans) {
    for (int i = 0; i < places.size(); i++) {
      JsonNode place = places.get(i);
      spans.add(span(place.path(0), place.path(1), type, text, path + "[" + i + "]", place));
    }
  }

  private void addSpan(JsonNode node, String path, List<MarkedSpan> spans) {
    if (node.path("value").isObject()) {
      addSpan(node.path("value"), path + ".value", spans);
    } else if (node.path("points").isArray()) {
      for (JsonNode point : node.path("points")) {
        addTypes(point, first(node, TYPES), path, spans);
      }
    } else if (node.isArray()) {
      boolean typeFirst = node.path(0).isTextual();
      int start = typeFirst ? 1 : 0;
      String type = name(node.path(typeFirst ? 0 : 2));
      spans.add(span(node.path(start), node.path(start + 1), type, null, path, node));
    } else {
      addTypes(node, first(node, TYPES), path, spans);
    }
  }

  private void addTypes(JsonNode node, JsonNode types, String path, List<MarkedSpan> spans) {
    JsonNode text = node.path("text");
    String surface = text.isTextual() ? text.textValue() : null;
    for (JsonNode type : types.isArray() && !types.isEmpty() ? types : List.of(types)) {
      spans.add(span(first(node, STARTS), first(node, ENDS), name(type), surface, path, node));
    }
  }

  private static JsonNode first(JsonNode node, List<String> names) {
    for (String name : names) {
      if (node.hasNonNull(name)) {
        return node.get(name);
      }
    }
    return node.path(names.get(0));
  }

  private static String name(JsonNode type) {
    return type.isTextual() ? type.textValue() : "";
  }

  private MarkedSpan span(
      JsonNode start, JsonNode end, String type, String surface, String path, JsonNode node) {
    if (!start.isInt() || !end.isInt() || type.isBlank()) {
      throw error.apply(
          path
              + ": expected whole numbers start and end, and a type by its name, in "
              + Excerpt.of(node.toString()));
    }
    boolean inclusive = isInclusive(start, end, surface);
    if (inclusive) {
      notes.fact("ends are those of the last characters");
    }
    int behind = end.intValue() + (inclusive ? 1 : 0);
    return new MarkedSpan(start.intValue(), behind, type.strip(), surface, path);
  }

  /** Whether the end is that of the last character: the text shows it by its length. */
  private static boolean isInclusive(JsonNode start, JsonNode end, String surface) {
    if (surface == null) {
      return false;
    }
    int length = end.intValue() - start.intValue();
    int units = surface.length();
    int codePoints = surface.codePointCount(0, units);
    return length + 1 == codePoints || length + 1 == units && length != codePoints;
  }
}
