package org.bert4j.pretrain.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * Comma-separated values, each record a document; quoted fields may span lines. The line with the
 * names tells whether commas, semicolons or tabs separate.
 */
final class CsvParser implements LineParser {
  private static final char[] SEPARATORS = {',', ';', '\t'};

  private final String textColumn;
  private final RecordTexts texts;
  private final StringBuilder record = new StringBuilder();
  private CSVFormat format = CSVFormat.RFC4180;
  private List<String> names;
  private long firstLine;
  private boolean quoted;

  /** One whose texts are in a column, or, if that is null, in one to be found. */
  CsvParser(String textColumn) {
    this.textColumn = textColumn;
    this.texts = new RecordTexts(textColumn);
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
    quoted = staysOpen(line);
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
    texts.end(out);
  }

  /** Whether a quoted field is open behind a line: a quote opens one only where a field begins. */
  private boolean staysOpen(String line) {
    boolean open = quoted;
    int closed = -2;
    for (int at = line.indexOf('"'); at >= 0; at = line.indexOf('"', at + 1)) {
      // Within a quoted field a quote is written twice, which closes the field and opens it again.
      boolean begins = at == 0 || isSeparator(line.charAt(at - 1)) || closed == at - 1;
      closed = open ? at : closed;
      open = !open && begins;
    }
    return open;
  }

  /** Before the line of names is read, any may be one. */
  private boolean isSeparator(char c) {
    return names == null
        ? new String(SEPARATORS).indexOf(c) >= 0
        : format.getDelimiterString().charAt(0) == c;
  }

  private void accept(DocumentAssembler out) {
    if (names == null) {
      readNames(out);
      return;
    }
    List<String> fields = parse(out);
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
    if (texts.column() != null) {
      texts.add(fields.get(names.indexOf(texts.column())), firstLine, out);
      return;
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.putIfAbsent(names.get(i), fields.get(i));
    }
    texts.add(named, firstLine, out);
  }

  /** Finds the separator: the one that makes a column of the texts, else that of most columns. */
  private void readNames(DocumentAssembler out) {
    List<String> best = List.of();
    for (char separator : SEPARATORS) {
      CSVFormat tried = CSVFormat.RFC4180.builder().setDelimiter(separator).get();
      List<String> columns = parse(tried, out).stream().map(Characters::strip).toList();
      boolean asked = columns.contains(textColumn != null ? textColumn : RecordTexts.DEFAULT);
      if (asked || columns.size() > best.size()) {
        best = columns;
        format = tried;
      }
      if (asked) {
        break;
      }
    }
    names = best;
    names.forEach(name -> texts.seeName(name, out));
    if (texts.column() != null && !names.contains(texts.column())) {
      throw out.error(firstLine, RecordTexts.missing(texts.column(), names, List.of()));
    }
  }

  private List<String> parse(DocumentAssembler out) {
    return parse(format, out);
  }

  private List<String> parse(CSVFormat as, DocumentAssembler out) {
    try (CSVParser parser = CSVParser.parse(record.toString(), as)) {
      return parser.iterator().next().toList();
    } catch (IOException | UncheckedIOException e) {
      throw out.error(
          firstLine,
          "not a record of comma-separated values: "
              + e.getMessage().replaceFirst("^\\S+Exception: ", ""));
    }
  }
}
