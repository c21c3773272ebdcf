package org.bert4j.pretrain.corpus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.bert4j.common.io.Excerpt;

/**
 * The texts of a file's records: the column asked for or, where none is, "text" or the only column
 * that holds texts in the first records. These wait until that is decided.
 */
final class RecordTexts {
  static final String DEFAULT = "text";
  private static final int SAMPLE_RECORDS = 20;

  /** As many words, or letters of a script without spaces, are no name or label. */
  private static final int WORDS_OF_TEXT = 4;

  private static final int LETTERS_OF_TEXT = 10;

  private final SentenceSplitter splitter = new SentenceSplitter();
  private final List<Waiting> waiting = new ArrayList<>();
  private String column;

  /** A record whose fields are all kept: null for those that are not strings. */
  private record Waiting(Map<String, String> fields, long line) {}

  /**
   * Of a column.
   *
   * @param asked its name, or null
   */
  RecordTexts(String asked) {
    column = asked;
  }

  /** The column of the texts, or null as long as it is not decided. */
  String column() {
    return column;
  }

  /** Decides for "text" as soon as a column of that name is seen. */
  void seeName(String name, DocumentAssembler out) {
    if (column == null && name.equals(DEFAULT)) {
      decide(DEFAULT, out);
    }
  }

  /** Takes the text of a record, null if it has none, once the column is decided. */
  void add(String text, long line, DocumentAssembler out) {
    out.document(text, splitter, line);
  }

  /** Takes all fields of a record as long as the column is not decided. */
  void add(Map<String, String> fields, long line, DocumentAssembler out) {
    waiting.add(new Waiting(fields, line));
    if (waiting.size() == SAMPLE_RECORDS) {
      decide(out);
    }
  }

  /** Takes the end of the file. */
  void end(DocumentAssembler out) {
    if (!waiting.isEmpty()) {
      decide(out);
    }
    out.boundary();
  }

  private void decide(DocumentAssembler out) {
    Set<String> names = new LinkedHashSet<>();
    waiting.forEach(record -> names.addAll(record.fields.keySet()));
    if (waiting.stream()
        .allMatch(record -> record.fields.values().stream().allMatch(Objects::isNull))) {
      throw out.error(
          waiting.get(0).line,
          "none of "
              + names
              + " is a string, expected one with the text of a document; take what is within them out"
              + " first, for instance with jq");
    }
    List<String> texts = names.stream().filter(this::holdsTexts).toList();
    if (texts.size() != 1) {
      throw out.error(waiting.get(0).line, missing(DEFAULT, names, texts));
    }
    if (isText(texts.get(0))) {
      throw out.error(
          waiting.get(0).line,
          "no names of columns before it, but a text; put a line of names, such as \"text\", first");
    }
    out.note("its texts are \"" + texts.get(0) + "\", the only column that holds texts");
    decide(texts.get(0), out);
  }

  private void decide(String decided, DocumentAssembler out) {
    column = decided;
    for (Waiting record : waiting) {
      if (!record.fields.containsKey(column)) {
        throw out.error(record.line, missingHere(column, record.fields.keySet()));
      }
      add(record.fields.get(column), record.line, out);
    }
    waiting.clear();
  }

  private boolean holdsTexts(String name) {
    List<String> values = new ArrayList<>();
    for (Waiting record : waiting) {
      String value = record.fields.get(name);
      if (value != null && !value.isBlank()) {
        values.add(value);
      }
    }
    long texts = values.stream().filter(RecordTexts::isText).count();
    return texts > 0 && 2 * texts >= values.size();
  }

  private static boolean isText(String value) {
    int words = 0;
    int letters = 0;
    boolean inside = false;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = Character.isLetter(c);
      words += letter && !inside ? 1 : 0;
      letters += letter && Character.isIdeographic(c) ? 1 : 0;
      inside = !Characters.isSpace(c) && (inside || letter);
    }
    return words >= WORDS_OF_TEXT || letters >= LETTERS_OF_TEXT;
  }

  /** The wording for a record without a field that others have. */
  static String missingHere(String column, Collection<String> names) {
    return missing(column, names, List.of()) + ", or write null where there is none";
  }

  /** The wording for a column of texts that is not there. */
  static String missing(String column, Collection<String> names, List<String> texts) {
    return String.format(
        Locale.ROOT,
        "no \"%s\" among [%s]; name the text with --text-column%s",
        column,
        Excerpt.list(names),
        texts.isEmpty() ? "" : ", one of " + texts + " that hold texts");
  }
}
