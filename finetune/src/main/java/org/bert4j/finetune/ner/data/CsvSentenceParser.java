package org.bert4j.finetune.ner.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.LineReader;
import org.bert4j.finetune.records.TableReader;

/**
 * Tables: a word a row, sentences told apart by a column or by blank rows, or a text a row, with
 * its tags or spans in another column.
 */
final class CsvSentenceParser implements SentenceParser {
  /** An element of a list as Python prints it. */
  private static final Pattern LISTED =
      Pattern.compile("'((?:[^'\\\\]|\\\\.)*+)'|\"((?:[^\"\\\\]|\\\\.)*+)\"");

  /** Python's quotes are taken, too. */
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();

  private final NerReaderOptions options;
  private final boolean tagged;
  private final ReadingNotes notes = new ReadingNotes();
  private TableReader table;
  private TableColumns columns;
  private boolean restarted;

  /**
   * Makes a parser of one file.
   *
   * @param tagged whether tags are read
   */
  CsvSentenceParser(NerReaderOptions options, boolean tagged) {
    this.options = options;
    this.tagged = tagged;
  }

  @Override
  public String form() {
    return notes.formOr("csv");
  }

  @Override
  public List<String> notes() {
    return notes.lines();
  }

  @Override
  public void parse(LineReader lines, Consumer<RawSentence> sentences) throws IOException {
    table = new TableReader(lines, options.separator());
    if (table.first().isEmpty()) {
      return;
    }
    columns = TableColumns.choose(table, options.columns(), tagged);
    notes.form("csv, " + table.separator() + ", " + columns.form(table));
    if (columns.texts()) {
      parseTexts(lines.source(), sentences);
    } else {
      parseWords(new SentenceBuilder(lines.source(), sentences));
    }
  }

  private void parseWords(SentenceBuilder sentence) throws IOException {
    String document = "";
    String current = "";
    boolean divided = columns.sentence() >= 0;
    for (List<String> row = table.next(); row != null; row = table.next()) {
      boolean lost = table.lost() > 0;
      if (lost) {
        sentence.damage();
      }
      if (TableReader.isBlank(row)) {
        if (columns.sentence() < 0) {
          end(sentence);
          divided = true;
        }
        continue;
      }
      String cell = columns.sentence() < 0 ? "" : row.get(columns.sentence());
      String of = columns.document() < 0 ? "" : row.get(columns.document());
      if (!of.isEmpty() && !of.equals(document)) {
        document = of;
        current = "";
      }
      if (!cell.isEmpty() && !cell.equals(current)) {
        end(sentence);
        noteRestart(current, cell);
        current = cell;
        if (lost) {
          sentence.damage(); // which of the two had the line, nothing tells
        }
      }
      sentence.add(
          cell(row, columns.word(), "word"),
          tagged ? cell(row, columns.tag(), "tag") : null,
          table.line());
    }
    if (table.lost() > 0) {
      sentence.damage();
    }
    if (!divided) {
      throw table.errorInFirst(
          String.format(
              Locale.ROOT,
              "no sentence column among the columns %s, nor blank rows between sentences; name it"
                  + " with --sentence-column",
              Excerpt.of(table.first().toString())));
    }
    end(sentence);
  }

  /** Numbers that begin again where nothing tells documents apart, so that two may have one. */
  private void noteRestart(String before, String number) {
    boolean falls = number(number) >= 0 && number(number) < number(before);
    if (falls && !restarted && columns.document() < 0) {
      restarted = true;
      notes.fact(
          String.format(
              Locale.ROOT,
              "sentences are numbered anew from line %d on, and no column is called doc_id or the"
                  + " like: neighbours of one number are one sentence",
              table.line()));
    }
  }

  /** The number in a cell such as {@code 7} and {@code Sentence: 7}; −1 if there is none. */
  private static int number(String cell) {
    String digits = cell.replaceAll("\\D", "");
    return digits.isEmpty() || digits.length() > 9 ? -1 : Integer.parseInt(digits);
  }

  private void end(SentenceBuilder sentence) {
    if (!sentence.end()) {
      notes.count("sentences left out beside lines that are not UTF-8");
      if (!tagged) {
        sentence.addEmpty(table.line());
      }
    }
  }

  /** A word or tag. One with a line end holds rows that a quote has swallowed. */
  private String cell(List<String> row, int column, String what) {
    String cell = row.get(column);
    if (cell.indexOf('\n') >= 0) {
      throw table.error(
          String.format(
              Locale.ROOT,
              "a %s with a line end, \"%s\"; a quote that is a word is written \"\"\"\"",
              what,
              Excerpt.of(cell.replace("\n", "\\n"))));
    }
    return cell;
  }

  private void parseTexts(String source, Consumer<RawSentence> sentences) throws IOException {
    for (List<String> row = table.next(); row != null; row = table.next()) {
      SourcePosition position = SourcePosition.ofLine(source, table.line());
      fill(position, sentences);
      String cell = row.get(columns.word());
      if (table.lost() > 0 && row.stream().anyMatch(field -> field.indexOf('\n') >= 0)) {
        notes.count("texts left out that lack a line that is not UTF-8");
      } else if (!tagged) {
        sentences.accept(
            isList(cell)
                ? new RawSentence(elements(cell), List.of(), position, Optional.empty())
                : text(cell, List.of(), position));
      } else if (!TableReader.isBlank(row)) {
        sentences.accept(tagged(cell, row.get(columns.tag()), position));
      }
    }
    fill(SourcePosition.ofLine(source, table.line()), sentences);
  }

  /** To predict, an empty text for every line that was left out. */
  private void fill(SourcePosition position, Consumer<RawSentence> sentences) {
    for (long i = 0; !tagged && i < table.lost(); i++) {
      sentences.accept(text("", List.of(), position));
    }
  }

  private RawSentence text(String cell, List<MarkedSpan> spans, SourcePosition position) {
    SentenceText text = SentenceText.split(cell, options.wordSplitting());
    return new RawSentence(text.words(), List.of(), spans, position, Optional.of(text));
  }

  /** A text with spans in JSON, or with a list of tags, one for each word between spaces. */
  private RawSentence tagged(String cell, String annotation, SourcePosition position) {
    String list = annotation.strip();
    if (list.isEmpty()) {
      notes.count("texts without spans or tags");
      return text(cell, List.of(), position);
    }
    if (list.matches("(?s)\\[\\s*[\\[{(].*|\\{.*|\\[\\s*]")) {
      try {
        JsonSpans spans = new JsonSpans(table::error, notes);
        return text(cell, spans.read(JSON.readTree(list), "the cell of the tags"), position);
      } catch (JsonProcessingException e) {
        throw table.error(
            "the cell of the tags begins as JSON, but is not (Python's tuples are none: write lists): "
                + Excerpt.of(list));
      }
    }
    List<String> tags = tags(list);
    List<String> words = elements(cell.strip());
    if (tags.size() != words.size()) {
      throw table.error(
          String.format(
              Locale.ROOT,
              "%d tags, expected one for each of the %d words between spaces",
              tags.size(),
              words.size()));
    }
    return new RawSentence(words, tags, position, Optional.empty());
  }

  /** Tags as Python or NumPy print them, or between spaces or commas. */
  private static List<String> tags(String list) {
    return isList(list)
        ? elements(list)
        : Arrays.stream(list.replaceAll("^\\[|]$", "").strip().split("\\s*,\\s*|\\s+")).toList();
  }

  /** A list as Python prints it, of words or of tags. */
  private static boolean isList(String cell) {
    return cell.startsWith("[") && cell.endsWith("]") && LISTED.matcher(cell).find();
  }

  private static List<String> elements(String cell) {
    if (!isList(cell)) {
      return SentenceText.betweenSpaces(cell).words();
    }
    return LISTED
        .matcher(cell)
        .results()
        .map(match -> match.group(1) != null ? match.group(1) : match.group(2))
        .map(element -> element.replaceAll("\\\\(.)", "$1"))
        .toList();
  }
}
