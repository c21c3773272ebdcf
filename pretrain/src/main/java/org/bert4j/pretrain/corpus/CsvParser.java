package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Comma-separated values, each record a document; quoted fields may span lines. The line with the
 * names tells whether commas, semicolons or tabs separate.
 */
final class CsvParser implements LineParser {
  private static final char[] SEPARATORS = {',', ';', '\t'};

  private final SentenceSplitter splitter = new SentenceSplitter();
  private final String textColumn;
  private final StringBuilder record = new StringBuilder();
  private CSVFormat format = CSVFormat.RFC4180;
  private List<String> names;
  private int column;
  private long firstLine;
  private boolean quoted;

  CsvParser(String textColumn) {
    this.textColumn = textColumn;
  }

  @Override
  public boolean needsWholeLines() {
    return true;
  }

  @Override
  public void line(String line, boolean ended, long number, DocumentAssembler out) {
    if (quoted) {
      record.append('\n');
    } else if (line.isEmpty()) {
      return;
    } else {
      firstLine = number;
    }
    record.append(line);
    quoted ^= hasOddQuotes(line);
    if (quoted && record.length() > DocumentAssembler.MAX_CHARS) {
      throw out.error(
          firstLine,
          String.format(
              Locale.ROOT,
              "a quoted field that begins here does not end within %d million characters",
              DocumentAssembler.MAX_CHARS / 1_000_000));
    }
    if (!quoted) {
      accept(out);
      record.setLength(0);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    if (quoted) {
      throw out.error(firstLine, "a quoted field that begins here does not end");
    }
    out.boundary();
  }

  /** A quote within a quoted field is written twice, so an odd number leaves a field open. */
  private static boolean hasOddQuotes(String line) {
    boolean odd = false;
    for (int at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
      odd = !odd;
    }
    return odd;
  }

  private void accept(DocumentAssembler out) {
    if (names == null) {
      readNames(out);
      return;
    }
    CSVRecord fields = parse(out);
    if (fields.size() != names.size()) {
      throw out.error(
          firstLine,
          String.format(
              Locale.ROOT,
              "%d fields, expected %d as in the line of names %s",
              fields.size(),
              names.size(),
              names));
    }
    out.document(fields.get(column), splitter, firstLine);
  }

  private void readNames(DocumentAssembler out) {
    for (char separator : SEPARATORS) {
      format = CSVFormat.RFC4180.builder().setDelimiter(separator).get();
      names = parse(out).stream().map(Characters::strip).toList();
      column = names.indexOf(textColumn);
      if (column >= 0) {
        return;
      }
    }
    format = CSVFormat.RFC4180;
    throw out.error(
        firstLine,
        MissingColumn.message(textColumn, parse(out).stream().map(Characters::strip).toList()));
  }

  private CSVRecord parse(DocumentAssembler out) {
    try (CSVParser parser = CSVParser.parse(record.toString(), format)) {
      return parser.iterator().next();
    } catch (IOException | UncheckedIOException e) {
      throw out.error(firstLine, "not a record of comma-separated values: " + e.getMessage());
    }
  }
}
