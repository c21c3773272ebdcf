package org.bert4j.pretrain.corpus;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bert4j.common.io.Excerpt;

/**
 * Comma-separated values, each record a document; quoted fields may span lines. The line with the
 * names tells whether commas, semicolons, tabs or bars separate.
 */
final class CsvParser implements LineParser {
  private static final char[] SEPARATORS = {',', ';', '\t', '|'};

  private static final String AS_QUOTE = "; a quote that is a character is written \"\"\"\"";

  private static final String GOES_ON =
      "a quoted field goes on behind its closing quote; a quote within it is written twice, as in"
          + " \"a \"\" b\"";

  private final String textColumn;
  private final RecordTexts texts;
  private final StringBuilder record = new StringBuilder();
  private char separator;
  private List<String> names;
  private int column = -1;
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
              "a quoted field that begins here does not end within %d million characters%s",
              DocumentAssembler.MAX_CHARS / 1_000_000,
              AS_QUOTE));
    }
    if (!quoted) {
      accept(out);
      record.setLength(0);
    }
  }

  @Override
  public void end(DocumentAssembler out) {
    if (quoted) {
      throw out.error(firstLine, "a quoted field that begins here does not end" + AS_QUOTE);
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

  /** Before it is known, any may be one. */
  private boolean isSeparator(char c) {
    return separator == 0 ? new String(SEPARATORS).indexOf(c) >= 0 : separator == c;
  }

  private void accept(DocumentAssembler out) {
    String text = record.toString();
    if (names == null && text.matches("(?i)sep=.")) { // Excel's
      separator = text.charAt(4);
      return;
    }
    if (names == null) {
      readNames(text, out);
      return;
    }
    List<String> fields = CsvFields.of(text, separator);
    if (separator == '\t' && text.indexOf('\n') >= 0 && holdsRows(fields)) {
      throw out.error(
          firstLine, "a quoted field that begins here holds lines with tabs" + AS_QUOTE);
    }
    if (fields == null) {
      throw out.error(firstLine, GOES_ON);
    }
    if (fields.size() != names.size()) {
      throw out.error(
          firstLine,
          String.format(
              Locale.ROOT,
              "%d fields, expected %d as in the line of names %s%s",
              fields.size(),
              names.size(),
              Excerpt.of(names.toString()),
              fields.size() < names.size()
                  ? ""
                  : "; a field that holds what separates them is quoted"));
    }
    if (texts.column() != null) {
      column = column < 0 ? columnOfTexts(out) : column;
      texts.add(fields.get(column), firstLine, out);
      return;
    }
    Map<String, String> named = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      named.putIfAbsent(names.get(i), fields.get(i));
    }
    texts.add(named, firstLine, out);
  }

  private int columnOfTexts(DocumentAssembler out) {
    int first = names.indexOf(texts.column());
    if (names.lastIndexOf(texts.column()) > first) {
      throw out.error(
          firstLine,
          "several columns named \"" + texts.column() + "\", expected names of their own");
    }
    return first;
  }

  /** Whether a quote swallowed rows of a table with tabs, which no text between tabs holds. */
  private boolean holdsRows(List<String> fields) {
    return fields.size() != names.size()
        || fields.stream().anyMatch(field -> field.indexOf('\n') >= 0 && field.indexOf('\t') >= 0);
  }

  /** Finds the separator: the one that makes a column of the texts, else that of most columns. */
  private void readNames(String text, DocumentAssembler out) {
    List<List<String>> found = new ArrayList<>();
    List<Character> by = new ArrayList<>();
    for (char tried : separator == 0 ? SEPARATORS : new char[] {separator}) {
      List<String> columns = CsvFields.of(text, tried);
      if (columns != null) {
        found.add(columns.stream().map(Characters::strip).toList());
        by.add(tried);
      }
    }
    if (found.isEmpty()) {
      throw out.error(firstLine, GOES_ON);
    }
    String asked = textColumn != null ? textColumn : RecordTexts.DEFAULT;
    int best = 0;
    boolean tie = false;
    for (int i = 0; i < found.size() && !found.get(best).contains(asked); i++) {
      int more = found.get(i).size() - found.get(best).size();
      boolean better = found.get(i).contains(asked) || more > 0;
      tie = !better && (tie || i > 0 && more == 0 && found.get(i).size() > 1);
      best = better ? i : best;
    }
    if (tie) {
      throw out.error(
          firstLine, "columns may be separated in several ways; name the text with --text-column");
    }
    names = found.get(best);
    separator = by.get(best);
    names.forEach(name -> texts.seeName(name, out));
    if (texts.column() != null && !names.contains(texts.column())) {
      throw out.error(firstLine, RecordTexts.missing(texts.column(), names, List.of()));
    }
  }
}
