package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line at a separator and nowhere else: words may be any characters, spaces of other kinds
 * among them.
 *
 * @param separator the separator
 * @param repeated whether several in a row are one, as with aligned columns
 * @param tabsAsSpaces whether a tab is a space
 */
record ColumnSplitter(String separator, boolean repeated, boolean tabsAsSpaces) {
  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final char NO_BREAK_SPACE = '\u00A0';

  static final ColumnSplitter TABS = new ColumnSplitter("\t", false, false);
  static final ColumnSplitter SPACES = new ColumnSplitter(" ", true, false);
  static final ColumnSplitter WHITESPACE = new ColumnSplitter(" ", true, true);

  /** The separator asked for, or, if that is null, the one that a file's first line has. */
  static ColumnSplitter of(String separator, String firstLine) {
    if (separator == null) {
      return clean(firstLine).indexOf('\t') >= 0 ? TABS : SPACES;
    }
    return switch (separator) {
      case "tab", "\\t", "\t" -> TABS;
      case "space", " " -> SPACES;
      case "whitespace" -> WHITESPACE;
      default -> new ColumnSplitter(separator, false, false);
    };
  }

  /**
   * A line without what nobody sees: a byte order mark in front, which files have within that were
   * joined, and spaces behind, unless it is nothing else.
   */
  static String clean(String line) {
    int start = !line.isEmpty() && line.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
    int end = line.length();
    while (end > start && isInvisible(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end == start ? line.length() : end);
  }

  /** A cell without spaces of any kind around it, those without width included. */
  static String strip(String cell) {
    int start = 0;
    int end = cell.length();
    while (start < end && isSpace(cell.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(cell.charAt(end - 1))) {
      end--;
    }
    return cell.substring(start, end);
  }

  private static boolean isSpace(char c) {
    return Character.isSpaceChar(c)
        || Character.isWhitespace(c)
        || Character.getType(c) == Character.FORMAT;
  }

  private static boolean isInvisible(char c) {
    return c == ' ' || c == '\t' || c == NO_BREAK_SPACE || c == BYTE_ORDER_MARK;
  }

  /** A line that ends a sentence: nothing but spaces and tabs. */
  static boolean isBlank(String line) {
    int length = line.length();
    int i = 0;
    while (i < length && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return i == length;
  }

  /** The columns of a line that is not blank. Separators at its end are nothing. */
  List<String> split(String text) {
    String line = tabsAsSpaces ? text.replace('\t', ' ') : text;
    List<String> columns = new ArrayList<>();
    int length = separator.length();
    int end = line.length();
    while (end >= length && line.startsWith(separator, end - length)) {
      end -= length;
    }
    int start = 0;
    if (repeated && line.startsWith(separator)) {
      // The first word is a space itself, or empty: the last separator of the run ends it.
      while (line.startsWith(separator, start + length)) {
        start += length;
      }
      columns.add(line.substring(0, start));
      start += length;
    }
    while (start <= end) {
      int next = line.indexOf(separator, start);
      next = next < 0 || next > end ? end : next;
      if (!repeated || next > start) {
        columns.add(line.substring(start, next));
      }
      start = next + length;
    }
    return columns;
  }

  /** The separator's name, for messages. */
  String name() {
    return switch (separator) {
      case "\t" -> "tabs";
      case " " -> tabsAsSpaces ? "spaces or tabs" : "spaces";
      default -> "\"" + separator + "\"";
    };
  }
}
