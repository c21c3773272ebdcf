package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.GitLfs;
import org.bert4j.common.io.OffsetEvidence;
import org.bert4j.common.io.OffsetUnit;
import org.bert4j.finetune.qa.data.ParagraphReader.RawParagraph;

/** Reads questions in SQuAD's form and those that people make of it, a paragraph at a time. */
public final class SquadReader {
  /** Rows about the same context that become one paragraph. */
  private static final int MAX_ROWS = 512;

  private final JsonCursor json;
  private final ParagraphConsumer consumer;
  private final ParagraphAssembly assembly;
  private final Set<Layout> layouts = EnumSet.noneOf(Layout.class);
  private String container = "";
  private String version = "";
  private RawParagraph rows;

  private SquadReader(JsonCursor json, AnswerOffsets offsets, ParagraphConsumer consumer) {
    this.json = json;
    this.consumer = consumer;
    this.assembly = new ParagraphAssembly(offsets);
  }

  /** How questions come. */
  private enum Layout {
    ARTICLES("articles with paragraphs"),
    PARAGRAPHS("paragraphs"),
    ROWS("a question a row");

    private final String name;

    Layout(String name) {
      this.name = name;
    }
  }

  /**
   * Reads a file, finding out what {@code answer_start} counts.
   *
   * @param file JSON or JSON Lines in UTF-8, UTF-16 or UTF-32
   * @param consumer receives the paragraphs in the file's order, at most one at a time in memory
   * @return what the file held
   * @throws IllegalArgumentException as {@link #read(Path, OffsetUnit, ParagraphConsumer)}
   * @throws IOException if reading fails
   */
  public static SquadSummary read(Path file, ParagraphConsumer consumer) throws IOException {
    return read(file, OffsetUnit.AUTO, consumer);
  }

  /**
   * Reads a file.
   *
   * @param file JSON or JSON Lines in UTF-8, UTF-16 or UTF-32
   * @param offsets what {@code answer_start} counts
   * @param consumer receives the paragraphs in the file's order, at most one at a time in memory
   * @return what the file held
   * @throws IllegalArgumentException if there is no such file, if it is not JSON, a field is
   *     missing or of another type, all contexts are blank, or it cannot be found out what {@code
   *     answer_start} counts; the message names file, line and path of the value, or the question
   * @throws IOException if reading fails
   */
  public static SquadSummary read(Path file, OffsetUnit offsets, ParagraphConsumer consumer)
      throws IOException {
    GitLfs.refusePointer(file);
    return read(file, AnswerOffsets.of(file.toString(), offsets, () -> evidence(file)), consumer);
  }

  private static SquadSummary read(Path file, AnswerOffsets offsets, ParagraphConsumer consumer)
      throws IOException {
    try (JsonCursor json = new JsonCursor(file)) {
      SquadReader reader = new SquadReader(json, offsets, consumer);
      reader.readFile();
      return reader.assembly.summary(reader.form(), reader.version);
    }
  }

  private static OffsetEvidence evidence(Path file) throws IOException {
    OffsetEvidence evidence = new OffsetEvidence();
    read(file, AnswerOffsets.collecting(file.toString(), evidence), paragraph -> {});
    return evidence;
  }

  /**
   * Reads a whole file into memory.
   *
   * @param file JSON or JSON Lines
   * @return the paragraphs
   * @throws IllegalArgumentException as {@link #read(Path, OffsetUnit, ParagraphConsumer)}
   * @throws IOException if reading fails
   */
  public static List<Paragraph> readAll(Path file) throws IOException {
    List<Paragraph> all = new ArrayList<>();
    read(file, all::add);
    return all;
  }

  private String form() {
    List<String> names = layouts.stream().map(layout -> layout.name).toList();
    return (names.isEmpty() ? "empty" : String.join(" and ", names)) + container;
  }

  private void readFile() throws IOException {
    boolean single = json.next() == JsonToken.START_ARRAY;
    if (single) {
      container = " in an array";
      readItems();
    } else {
      single = readObject();
    }
    while (json.next() != null) {
      if (single) {
        throw json.error("something follows the end of the JSON, expected nothing");
      }
      container = " in JSON Lines";
      readObject();
    }
    passRows();
  }

  /** Reads an object that is not in an array; true if it is a whole data set. */
  private boolean readObject() throws IOException {
    json.expect(JsonToken.START_OBJECT, "an object with \"data\", or JSON Lines of questions");
    return readItem(true);
  }

  private void readItems() throws IOException {
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_OBJECT, "an object with \"paragraphs\"");
      readItem(false);
    }
  }

  /**
   * Reads an article, which has paragraphs, a paragraph itself, as in CMRC 2018, a question beside
   * its context, also as the row of a numbered one, or, where it is in no array, all of a file.
   * Returns whether it is the last.
   */
  private boolean readItem(boolean top) throws IOException {
    String path = json.path();
    ParagraphReader paragraph = new ParagraphReader(json, path);
    OtherKinds others = new OtherKinds();
    boolean isDataSet = false;
    boolean hasItems = false;
    while (json.next() != JsonToken.END_OBJECT) {
      String name = json.fieldName();
      JsonToken value = json.next();
      if (top && OtherKinds.isColumn(name, value)) {
        throw json.error(
            name
                + " is a column, expected a question a row; pandas writes rows by to_json(path,"
                + " orient=\"records\", lines=True)");
      } else if (top && name.equals("data")) {
        json.expect(JsonToken.START_ARRAY, "an array of articles");
        isDataSet = true;
        readItems();
      } else if (top && name.equals("rows") && value == JsonToken.START_ARRAY) {
        isDataSet = true;
        readItems();
      } else if (name.equals("row") && value == JsonToken.START_OBJECT) {
        hasItems = true;
        readItem(false);
      } else if (top && name.equals("version") && value.isScalarValue()) {
        version = json.text();
      } else if (name.equals("paragraphs")) {
        hasItems = true;
        layouts.add(Layout.ARTICLES);
        readParagraphs();
      } else if (!paragraph.readField(name)) {
        others.note(name, value);
        json.skip();
      }
    }
    if (paragraph.isParagraph() && !isDataSet && !hasItems) {
      pass(paragraph);
    } else if (!isDataSet && !hasItems && !others.isHeader()) {
      throw json.error(
          others
              .kind(top)
              .orElse(
                  (top
                          ? "\"data\" is missing"
                          : JsonCursor.member(path, "paragraphs") + " is missing")
                      + " among ["
                      + Excerpt.list(others.names())
                      + "], expected JSON in SQuAD's form, or questions beside their context"));
    }
    return isDataSet;
  }

  private void readParagraphs() throws IOException {
    json.expect(JsonToken.START_ARRAY, "an array of paragraphs");
    while (json.next() != JsonToken.END_ARRAY) {
      json.expect(JsonToken.START_OBJECT, "an object with \"context\" and \"qas\"");
      ParagraphReader paragraph = new ParagraphReader(json, json.path());
      while (json.next() != JsonToken.END_OBJECT) {
        String name = json.fieldName();
        json.next();
        if (!paragraph.readField(name)) {
          json.skip();
        }
      }
      passRows();
      pass(paragraph.end());
    }
  }

  private void pass(ParagraphReader paragraph) throws IOException {
    RawParagraph read = paragraph.end();
    if (!paragraph.isRow()) {
      layouts.add(Layout.PARAGRAPHS);
      passRows();
      pass(read);
      return;
    }
    layouts.add(Layout.ROWS);
    boolean same =
        rows != null && rows.questions().size() < MAX_ROWS && rows.context().equals(read.context());
    if (same) {
      rows.questions().addAll(read.questions());
    } else {
      passRows();
      rows =
          new RawParagraph(read.context(), new ArrayList<>(read.questions()), read.blank(), null);
    }
  }

  /** Passes on what rows about one context have become. */
  private void passRows() throws IOException {
    if (rows != null) {
      RawParagraph complete = rows;
      rows = null;
      pass(complete);
    }
  }

  private void pass(RawParagraph raw) throws IOException {
    Optional<Paragraph> paragraph = assembly.assemble(raw);
    if (paragraph.isPresent()) {
      consumer.accept(paragraph.get());
    }
  }
}
