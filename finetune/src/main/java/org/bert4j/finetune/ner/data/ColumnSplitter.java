package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line at a separator and nowhere else: words may be any characters, spaces of other kinds
 * among them.
 *
 * @param separator the separator
 * @param repeated whether several in a row are one, as with aligned columns
 */
record ColumnSplitter(String separator, boolean repeated) {
  /** The separator asked for, or, if that is null, the one that a file's first line has. */
  static ColumnSplitter of(String separator, String firstLine) {
    String name = separator != null ? separator : firstLine.indexOf('\t') >= 0 ? "tab" : "space";
    return switch (name) {
      case "tab", "\\t", "\t" -> new ColumnSplitter("\t", false);
      case "space", " " -> new ColumnSplitter(" ", true);
      default -> new ColumnSplitter(name, false);
    };
  }

  /** A line that ends a sentence: nothing but spaces and tabs. */
  static boolean isBlank(String line) {
    return line.chars().allMatch(c -> c == ' ' || c == '\t');
  }

  /** The columns of a line that is not blank. Separators at its end are nothing. */
  List<String> split(String line) {
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
      case " " -> "spaces";
      default -> "\"" + separator + "\"";
    };
  }
}
