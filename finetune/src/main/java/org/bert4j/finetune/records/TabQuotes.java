package org.bert4j.finetune.records;

import java.io.IOException;
import java.util.List;

/**
 * Quotes in a table between tabs, where most are characters. A field quoted from its first to its
 * last character is what stands within; it may hold tabs and span lines where all names are quoted,
 * or where that makes up a row of the right width.
 */
final class TabQuotes {
  /** The fields of a line, or null at the end. */
  @FunctionalInterface
  interface Lines {
    List<String> next() throws IOException;
  }

  private final LineFeed feed;
  private final Lines lines;

  /** Number of columns; 0 before the first row. */
  private int width;

  private boolean quotedNames;

  /** Line of the row read last, if a quote does not end in it, else 0; and of the one before. */
  private long open;

  private long openBefore;

  TabQuotes(LineFeed feed, Lines lines) {
    this.feed = feed;
    this.lines = lines;
  }

  /** A row without its quotes, of the fields of its first line; the first one has the names. */
  List<String> read(List<String> row) throws IOException {
    openBefore = open;
    if (width == 0) {
      width = row.size();
      quotedNames = row.stream().allMatch(name -> !unquoted(name).equals(name));
    } else {
      joinLines(row);
    }
    row.replaceAll(TabQuotes::unquoted);
    return row;
  }

  /** What an error about a row's width adds, where the row before explains it. */
  String advice() {
    return openBefore == 0
        ? ""
        : "; the quote in line "
            + openBefore
            + " does not end there, but may only go on where the names of all columns are quoted";
  }

  /** Adds the lines that a field in quotes spans. */
  private void joinLines(List<String> row) throws IOException {
    boolean joined = false;
    if (quotedNames || row.size() > width) {
      joined(row, quotedNames);
    }
    while (opens(row.get(row.size() - 1)) && row.size() < width) {
      joined = true;
      StringBuilder field = new StringBuilder(row.remove(row.size() - 1));
      List<String> more;
      boolean within = true;
      do {
        more = nextLine();
        field.append('\n').append(more.get(0));
        within ^= hasOddQuotes(more.get(0));
      } while (within && more.size() == 1);
      row.add(field.toString());
      row.addAll(more.subList(1, more.size()));
      if (row.size() > width) {
        joined(row, false);
      }
    }
    boolean opens = row.stream().anyMatch(TabQuotes::opens);
    if (opens && (quotedNames || joined)) {
      throw feed.error(TableReader.OPEN_QUOTE);
    }
    open = opens ? feed.firstLine() : 0;
  }

  /**
   * Puts together what tabs in quotes have cut.
   *
   * @param row its fields are replaced
   * @param overLines whether line ends in quotes cut fields, too
   */
  private void joined(List<String> row, boolean overLines) throws IOException {
    List<String> fields = List.copyOf(row);
    row.clear();
    StringBuilder field = new StringBuilder();
    boolean within = false;
    for (boolean more = true; more; ) {
      for (int i = 0; i < fields.size(); i++) {
        String part = fields.get(i);
        if (within) {
          field.append(i == 0 ? '\n' : '\t').append(part);
          within = !hasOddQuotes(part);
        } else if (opens(part)) {
          field.append(part);
          within = true;
        } else {
          row.add(part);
        }
        if (!within && field.length() > 0) {
          row.add(field.toString());
          field.setLength(0);
        }
      }
      more = within && overLines;
      fields = more ? nextLine() : fields;
    }
    if (within) {
      row.add(field.toString());
    }
  }

  private List<String> nextLine() throws IOException {
    List<String> line = lines.next();
    if (line == null) {
      throw feed.error(TableReader.OPEN_QUOTE);
    }
    return line;
  }

  /** Whether a field begins with a quote that does not end in it. */
  private static boolean opens(String field) {
    return field.startsWith("\"") && hasOddQuotes(field);
  }

  private static boolean hasOddQuotes(String field) {
    return field.chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private static String unquoted(String field) {
    int last = field.length() - 1;
    if (last < 1 || field.charAt(0) != '"' || field.charAt(last) != '"') {
      return field;
    }
    String inner = field.substring(1, last);
    String withoutPairs = inner.replace("\"\"", "");
    return withoutPairs.indexOf('"') < 0 ? inner.replace("\"\"", "\"") : field;
  }
}
