package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Comma-separated values, each record a document; quoted fields may span lines. */
final class CsvParser implements LineParser {
  private final SentenceSplitter splitter = new SentenceSplitter();
  private final String textColumn;
  private final StringBuilder record = new StringBuilder();
  private long firstLine;
  private boolean quoted;

  /** Place of the text column, or −1 before the header. */
  private int column = -1;

  CsvParser(String textColumn) {
    this.textColumn = textColumn;
  }

  @Override
  public void line(String line, long number, DocumentAssembler out) {
    if (quoted) {
      record.append('\n');
    } else if (line.isEmpty()) {
      return;
    } else {
      firstLine = number;
    }
    record.append(line);
    // A quote within a quoted field is written twice, so an odd number leaves a field open.
    quoted ^= (line.chars().filter(c -> c == '"').count() & 1) == 1;
    if (quoted && record.length() > DocumentAssembler.MAX_CHARS) {
      throw unfinished(out);
    }
    if (!quoted) {
      accept(parse(out), out);
      record.setLength(0);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    if (quoted) {
      throw unfinished(out);
    }
    out.boundary();
  }

  private void accept(CSVRecord fields, DocumentAssembler out) {
    if (column < 0) {
      List<String> names = fields.toList();
      column = names.indexOf(textColumn);
      if (column < 0) {
        throw out.error(firstLine, MissingColumn.message(textColumn, names));
      }
    } else if (column >= fields.size()) {
      throw out.error(
          firstLine, "expected at least " + (column + 1) + " fields, not " + fields.size());
    } else {
      out.document(fields.get(column), splitter, firstLine);
    }
  }

  private CSVRecord parse(DocumentAssembler out) {
    try (CSVParser parser = CSVParser.parse(record.toString(), CSVFormat.RFC4180)) {
      return parser.getRecords().get(0);
    } catch (IOException | UncheckedIOException e) {
      throw out.error(firstLine, "not a record of comma-separated values: " + e.getMessage());
    }
  }

  private IllegalArgumentException unfinished(DocumentAssembler out) {
    return out.error(firstLine, "a quoted field that begins here does not end");
  }
}
