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
    joinTabs(row);
    while (opens(row.get(row.size() - 1)) && (quotedNames || row.size() < width)) {
      joined = true;
      List<String> more = lines.next();
      if (more == null) {
        throw feed.error(TableReader.OPEN_QUOTE);
      }
      row.add(row.remove(row.size() - 1) + "\n" + more.get(0));
      row.addAll(more.subList(1, more.size()));
      joinTabs(row);
    }
    boolean opens = row.stream().anyMatch(TabQuotes::opens);
    if (opens && (quotedNames || joined)) {
      throw feed.error(TableReader.OPEN_QUOTE);
    }
    open = opens ? feed.firstLine() : 0;
  }

  /** Puts together what tabs in quotes have cut, where that is certain. */
  private void joinTabs(List<String> row) {
    boolean quoted = quotedNames || row.size() > width;
    for (int i = 0; quoted && i + 1 < row.size(); ) {
      if (opens(row.get(i))) {
        row.set(i, row.get(i) + "\t" + row.remove(i + 1));
      } else {
        i++;
      }
    }
  }

  /** Whether a field begins with a quote that does not end in it. */
  private static boolean opens(String field) {
    return field.startsWith("\"") && field.chars().filter(c -> c == '"').count() % 2 == 1;
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
