package org.bert4j.finetune.ner.data;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.bert4j.common.io.LineReader;
import org.bert4j.finetune.ner.tag.EntityLabels;
import org.bert4j.finetune.records.JsonForm;
import org.bert4j.finetune.records.JsonRecords;

/**
 * JSON records as the tools write them: a text with spans (doccano, Prodigy, Label Studio's
 * JSON_MIN, CLUENER), tokens with tags (HuggingFace), pairs of a text and its entities and
 * paragraphs of tokens (spaCy), and Label Studio's tasks.
 */
final class JsonSentenceParser implements SentenceParser {
  private static final List<String> TOKEN_FIELDS =
      List.of("tokens", "words", "token", "word", "text", "sentence");
  private static final List<String> TEXT_FIELDS =
      List.of("text", "data", "content", "sentence", "document", "raw");
  private static final List<String> TAG_FIELDS =
      List.of("ner_tags", "ner", "tags", "tag", "labels", "label", "ner_labels", "bio");
  private static final List<String> SPAN_FIELDS =
      List.of(
          "entities",
          "spans",
          "label",
          "labels",
          "ents",
          "annotations",
          "annotation",
          "entity_list",
          "tags");

  private static final List<String> CLASS_FIELDS = List.of("label", "labels", "gold_label");

  /** What Prodigy and Label Studio add: they leave out the spans where there are none. */
  private static final List<String> TOOL_FIELDS =
      List.of("answer", "_input_hash", "_task_hash", "annotation_id", "annotator", "lead_time");

  private static final Set<String> NOT_ACCEPTED = Set.of("reject", "ignore");

  private final NerReaderOptions options;
  private final JsonForm form;
  private final boolean tagged;
  private final ReadingNotes notes = new ReadingNotes();
  private JsonRecords records;
  private Consumer<RawSentence> sentences;

  /**
   * Makes a parser of one file.
   *
   * @param form how the file holds its records
   * @param tagged whether entities are read
   */
  JsonSentenceParser(NerReaderOptions options, JsonForm form, boolean tagged) {
    this.options = options;
    this.form = form;
    this.tagged = tagged;
  }

  @Override
  public String form() {
    return notes.formOr(form.toString());
  }

  @Override
  public List<String> notes() {
    return notes.lines();
  }

  @Override
  public void parse(LineReader lines, Consumer<RawSentence> out) throws IOException {
    records = new JsonRecords(lines, form);
    sentences = out;
    long dropped = 0;
    for (JsonNode record = records.next(); record != null; record = records.next()) {
      fill(lines.droppedLines() - dropped);
      dropped = lines.droppedLines();
      if (record.isNull()) {
        notes.count("empty records left out");
      } else if (record.path("row").isObject()) {
        parseRecord(record.path("row"));
      } else {
        parseRecord(record);
      }
    }
    fill(lines.droppedLines() - dropped);
  }

  /** To predict, an empty text in the place of every line that was left out. */
  private void fill(long dropped) {
    if (dropped > 0 && form != JsonForm.LINES) {
      throw records.error(
          "JSON over several lines, some of which are not UTF-8, cannot do without them; name its"
              + " encoding with --encoding");
    }
    for (long i = 0; !tagged && i < dropped; i++) {
      accept(List.of(), List.of(), Optional.empty());
    }
  }

  private void parseRecord(JsonNode record) {
    if (record.isTextual() && !tagged) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      object.set("text", record);
      parseObject(object, "");
    } else if (record.isArray() && record.size() >= 2) {
      parsePair(record);
    } else if (record.path("paragraphs").isArray()) {
      parseParagraphs(record.path("paragraphs"));
    } else if (record.path("data").isObject()) {
      parseTask(record);
    } else if (tagged
        && NOT_ACCEPTED.contains(record.path("answer").asText().toLowerCase(Locale.ROOT))) {
      notes.count("examples left out whose answer is reject or ignore");
    } else {
      parseObject(record, "");
    }
  }

  /** A text, or tokens, and what belongs to it. */
  private void parsePair(JsonNode pair) {
    JsonNode text = pair.path(0);
    JsonNode annotation = pair.path(1);
    boolean tags = areScalars(text) && areScalars(annotation) && text.size() == annotation.size();
    if (pair.size() != 2 || !tags && !(text.isTextual() && annotation.isContainerNode())) {
      throw records.error(
          "an array, expected a pair of a text and its entities, or of tokens and as many tags; write"
              + " objects, such as {\"text\": \"...\"} or {\"tokens\": [...], \"ner_tags\": [...]}");
    }
    if (text.size() == 2 && isTag(text.path(1)) && !isTag(text.path(0))) {
      throw records.error(
          "two pairs of a word and its tag, or tokens and their tags; write {\"tokens\": [...],"
              + " \"ner_tags\": [...]}");
    }
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.set(text.isArray() ? "tokens" : "text", text);
    if (annotation.isObject()) {
      object.setAll((ObjectNode) annotation);
    } else {
      object.set(text.isArray() ? "tags" : "entities", annotation);
    }
    parseObject(object, "pairs, ");
  }

  /** spaCy's training documents: paragraphs of sentences of tokens with BILUO tags. */
  private void parseParagraphs(JsonNode paragraphs) {
    note("paragraphs of tokens with orth and ner");
    for (JsonNode paragraph : paragraphs) {
      for (JsonNode sentence : paragraph.path("sentences")) {
        List<String> words = new ArrayList<>();
        List<String> tags = new ArrayList<>();
        for (JsonNode token : sentence.path("tokens")) {
          words.add(token.path("orth").asText());
          tags.add(token.path("ner").asText());
        }
        if (!words.isEmpty()) {
          accept(words, tagged ? tags : List.of(), Optional.empty());
        }
      }
    }
  }

  /** A task of Label Studio: its text in an object, the spans of each annotator in another. */
  private void parseTask(JsonNode task) {
    ObjectNode object = ((ObjectNode) task.path("data")).deepCopy();
    if (tagged) {
      JsonNode annotation = annotation(task);
      if (annotation == null) {
        notes.count("tasks left out that nobody annotated");
        return;
      }
      ArrayNode results = object.putArray("result");
      for (JsonNode result : annotation.path("result")) {
        // Choices, relations and ratings are results, too.
        if (result.path("value").path("labels").isArray()) {
          results.add(result);
        }
      }
    }
    String field = textField(object);
    note("Label Studio's tasks, data." + field + (tagged ? " and annotations" : ""));
    parseText(object, field, tagged ? "result" : null);
  }

  private JsonNode annotation(JsonNode task) {
    JsonNode all = task.has("annotations") ? task.path("annotations") : task.path("completions");
    JsonNode chosen = null;
    for (JsonNode annotation : all) {
      boolean counts = !annotation.path("was_cancelled").asBoolean();
      boolean better = chosen == null || annotation.path("ground_truth").asBoolean();
      if (counts && chosen != null) {
        notes.count("further annotations of the same task left out");
      }
      chosen = counts && better ? annotation : chosen;
    }
    return chosen;
  }

  private void parseObject(JsonNode object, String form) {
    String tokens = tokenField(object);
    String text = textField(object);
    String tags = tagField(object);
    if (tokens != null && (tags != null || text == null)) {
      note(form + tokens + (tagged && tags != null ? " and " + tags : ""));
      List<String> words = strings(object.path(tokens));
      accept(words, tagged ? tags(object, tags, words.size()) : List.of(), Optional.empty());
    } else if (text != null && tags != null && tagged) {
      note(form + text + " and " + tags + ", a tag a word");
      SentenceText split = wordsOfTags(object, text, tags);
      accept(split.words(), tags(object, tags, split.spans().size()), Optional.of(split));
    } else if (text != null) {
      String spans = tagged ? spanField(object) : null;
      if (spans != null || !tagged) {
        note(form + text + (tagged ? " and " + spans : ""));
      }
      parseText(object, text, spans);
    } else {
      boolean hasClass = CLASS_FIELDS.stream().anyMatch(name -> isScalar(object.path(name)));
      throw records.error(
          "text: expected an object with a string of this name, or with an array of tokens"
              + (hasClass ? "; " + CLASSES_OF_TEXTS : ""));
    }
  }

  private void parseText(JsonNode object, String field, String spansField) {
    if (field == null) {
      throw records.error("data.text: expected a string; name its field with --word-column");
    }
    SentenceText text = SentenceText.split(object.path(field).textValue(), options.wordSplitting());
    List<MarkedSpan> spans =
        spansField == null
            ? List.of()
            : new JsonSpans(records::error, notes).read(object.path(spansField), spansField);
    sentences.accept(new RawSentence(text.words(), List.of(), spans, source(), Optional.of(text)));
  }

  private void accept(List<String> words, List<String> tags, Optional<SentenceText> text) {
    sentences.accept(new RawSentence(words, tags, List.of(), source(), text));
  }

  private void note(String fields) {
    notes.form(form + " of " + fields);
  }

  private SourcePosition source() {
    return SourcePosition.ofLine(records.source(), records.line());
  }

  private String tokenField(JsonNode object) {
    String asked = options.columns().word();
    List<String> names = asked == null ? TOKEN_FIELDS : List.of(asked);
    return first(names, name -> areScalars(object.path(name)));
  }

  private String textField(JsonNode object) {
    String asked = options.columns().word();
    List<String> names = asked == null ? TEXT_FIELDS : List.of(asked);
    return first(names, name -> object.path(name).isTextual());
  }

  private String tagField(JsonNode object) {
    String asked = options.columns().tag();
    List<String> names = asked == null ? TAG_FIELDS : List.of(asked);
    return first(names, name -> areScalars(object.path(name)) && !object.path(name).isEmpty());
  }

  /** The first name for which a condition holds, or null. A loop, since every record asks. */
  private static String first(List<String> names, Predicate<String> condition) {
    for (String name : names) {
      if (condition.test(name)) {
        return name;
      }
    }
    return null;
  }

  private static boolean isTag(JsonNode value) {
    return TagCells.isTag(value.asText());
  }

  private static boolean areScalars(JsonNode value) {
    return value.isArray()
        && StreamSupport.stream(value.spliterator(), false)
            .allMatch(element -> element.isTextual() || element.isNumber());
  }

  private static boolean isScalar(JsonNode value) {
    return value.isValueNode() && !value.isNull();
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>(array.size());
    array.forEach(element -> strings.add(element.asText()));
    return strings;
  }

  /** The field of the spans; null where a tool leaves it out because there are none. */
  private String spanField(JsonNode object) {
    String asked = options.columns().tag();
    List<String> names = asked == null ? SPAN_FIELDS : List.of(asked);
    List<String> filled = new ArrayList<>();
    String first = null;
    for (String name : names) {
      JsonNode value = object.path(name);
      if (JsonSpans.areSpans(value)) {
        first = first == null ? name : first;
        if (!value.isEmpty()) {
          filled.add(name);
        }
      }
    }
    if (filled.size() > 1) {
      throw records.error(
          String.join(" and ", filled) + " hold entities; say which to read with --tag-column");
    }
    if (first != null) {
      return filled.isEmpty() ? first : filled.get(0);
    }
    if (names.stream().noneMatch(object::hasNonNull)
        && TOOL_FIELDS.stream().anyMatch(object::has)) {
      notes.count("texts without spans");
      return null;
    }
    String field = names.stream().filter(object::has).findFirst().orElse(names.get(0));
    JsonNode value = object.path(field);
    throw records.error(
        String.format(
            Locale.ROOT,
            "%s%s: expected an array of entities, such as {\"start\": 0, \"end\": 5, \"type\": \"PER\"}%s",
            field,
            isScalar(value) ? " is " + ConllParser.shortened(value.toString()) : "",
            isScalar(value) ? "; " + CLASSES_OF_TEXTS : ""));
  }

  /** A tag a word: names, or numbers of names. */
  private List<String> tags(JsonNode object, String field, int words) {
    if (field == null && words == 0) {
      return List.of();
    }
    if (field == null) {
      throw records.error(
          (options.columns().tag() == null ? "ner_tags" : options.columns().tag())
              + ": expected an array of a tag a token; entities by the numbers of their tokens are"
              + " not read");
    }
    JsonNode tags = object.path(field);
    if (tags.size() != words) {
      throw records.error(
          String.format(
              Locale.ROOT, "%s: %d tags, expected %d, one a word", field, tags.size(), words));
    }
    List<String> names = new ArrayList<>(words);
    for (JsonNode tag : tags) {
      boolean named = tag.isTextual() || tag.asText().equals(EntityLabels.UNLABELLED);
      names.add(named ? tag.asText() : NumberedTags.PREFIX + tag);
    }
    return names;
  }

  /** Words of a text that has as many tags: those between spaces, or characters. */
  private SentenceText wordsOfTags(JsonNode object, String field, String tags) {
    String text = object.path(field).textValue();
    int count = object.path(tags).size();
    SentenceText words = SentenceText.betweenSpaces(text);
    SentenceText characters = SentenceText.ofCharacters(text);
    if (words.spans().size() != count && characters.spans().size() != count) {
      throw records.error(
          String.format(
              Locale.ROOT,
              "%s: %d tags, expected one for each of the %d words between spaces of %s, or of its %d"
                  + " characters%s",
              tags,
              count,
              words.spans().size(),
              field,
              characters.spans().size(),
              strings(object.path(tags)).stream().noneMatch(TagCells::isTag)
                  ? "; " + CLASSES_OF_TEXTS
                  : ""));
    }
    return words.spans().size() == count ? words : characters;
  }
}
