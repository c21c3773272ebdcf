package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.bert4j.common.io.LineReader;

/** CoNLL columns: a word a line, a blank line or {@code -DOCSTART-} between sentences. */
final class ConllParser implements SentenceParser {
  private static final String DOCUMENT_START = "-DOCSTART-";

  private final NerReaderOptions options;
  private final boolean tagged;
  private final int wordColumn;
  private final int tagColumn;
  private ColumnSplitter splitter;

  /** Number of columns, that of the first line; 0 before it. */
  private int columns;

  private long firstLine;

  /**
   * Makes a parser of one file.
   *
   * @param tagged whether tags are read
   */
  ConllParser(NerReaderOptions options, boolean tagged) {
    this.options = options;
    this.tagged = tagged;
    this.wordColumn = number(options.columns().word(), 1, "word");
    this.tagColumn = number(options.columns().tag(), -1, "tag");
  }

  private static int number(String column, int otherwise, String what) {
    if (column == null) {
      return otherwise;
    }
    if (!column.matches("-?[1-9]\\d{0,2}")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s column \"%s\": expected a number for columns without names: 1 is the first, -1 the"
                  + " last",
              what,
              column));
    }
    return Integer.parseInt(column);
  }

  @Override
  public void parse(LineReader reader, Consumer<RawSentence> sentences) throws IOException {
    SentenceBuilder sentence = new SentenceBuilder(reader.source(), sentences);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (ColumnSplitter.isBlank(line) || line.startsWith(DOCUMENT_START)) {
        sentence.end();
      } else {
        addWord(line, reader, sentence);
      }
    }
    sentence.end();
  }

  @Override
  public String form() {
    return "conll";
  }

  private void addWord(String line, LineReader reader, SentenceBuilder sentence) {
    if (columns == 0) {
      splitter = ColumnSplitter.of(options.separator(), line);
    }
    List<String> cells = splitter.split(line);
    if (columns == 0) {
      columns = cells.size();
      firstLine = reader.lineNumber();
      requireColumns(reader);
    }
    if (cells.size() != columns) {
      throw SentenceParser.error(
          reader,
          String.format(
              Locale.ROOT,
              "%d columns in \"%s\", expected %d separated by %s as in line %d",
              cells.size(),
              shortened(line),
              columns,
              splitter.name(),
              firstLine));
    }
    String word = word(cells.get(index(wordColumn)), reader);
    sentence.add(word, tagged ? cells.get(index(tagColumn)) : null, reader.lineNumber());
  }

  private void requireColumns(LineReader reader) {
    int needed =
        tagged ? Math.max(Math.abs(wordColumn), Math.abs(tagColumn)) : Math.abs(wordColumn);
    boolean same = tagged && index(wordColumn) == index(tagColumn);
    if (needed > columns || same) {
      throw SentenceParser.error(
          reader,
          String.format(
              Locale.ROOT,
              "%d columns separated by %s, expected one with words (%d) and another with tags (%d)",
              columns,
              splitter.name(),
              wordColumn,
              tagColumn));
    }
  }

  private int index(int column) {
    return column > 0 ? column - 1 : columns + column;
  }

  private String word(String cell, LineReader reader) {
    if (!options.segmentationDigits()) {
      return cell;
    }
    int last = cell.length() - 1;
    if (last < 1 || cell.charAt(last) < '0' || cell.charAt(last) > '9') {
      throw SentenceParser.error(
          reader,
          "\"" + shortened(cell) + "\": expected a word with a segmentation digit behind it");
    }
    return cell.substring(0, last);
  }

  /** A line fit for a message. */
  static String shortened(String line) {
    String visible = line.replace("\t", "\\t");
    return visible.length() <= 60 ? visible : visible.substring(0, 57) + "...";
  }
}
