package org.bert4j.finetune.ner.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.bert4j.common.io.LineReader;

/**
 * Records of comma-separated values (RFC 4180), read one at a time; quoted fields may span lines.
 */
final class CsvRows {
  /** No record is that long: somebody forgot a closing quote. */
  private static final int MAX_CHARS = 1 << 20;

  private final LineReader lines;
  private final StringBuilder row = new StringBuilder();
  private long firstLine;

  CsvRows(LineReader lines) {
    this.lines = lines;
  }

  /** The line on which the record read last begins. */
  long line() {
    return firstLine;
  }

  /** The fields of the next record that is not an empty line, or null at the end. */
  List<String> next() throws IOException {
    row.setLength(0);
    boolean quoted = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (row.length() == 0 && !quoted) {
        if (line.isEmpty()) {
          continue;
        }
        firstLine = lines.lineNumber();
      }
      row.append(quoted ? "\n" : "").append(line);
      // A quote within a quoted field is written twice, so an odd number leaves a field open.
      quoted ^= (line.chars().filter(c -> c == '"').count() & 1) == 1;
      if (!quoted) {
        return parse();
      }
      if (row.length() > MAX_CHARS) {
        break;
      }
    }
    if (quoted) {
      throw error("a quoted field that begins here does not end");
    }
    return null;
  }

  private List<String> parse() {
    try (CSVParser parser = CSVParser.parse(row.toString(), CSVFormat.RFC4180)) {
      List<CSVRecord> records = parser.getRecords();
      if (records.size() != 1) {
        throw error("a quote within a field that is not quoted; write the field as \"a \"\" b\"");
      }
      return records.get(0).toList();
    } catch (IOException | UncheckedIOException e) {
      throw error("not a record of comma-separated values: " + e.getMessage());
    }
  }

  IllegalArgumentException error(String message) {
    return new IllegalArgumentException(lines.source() + ":" + firstLine + ": " + message);
  }
}
