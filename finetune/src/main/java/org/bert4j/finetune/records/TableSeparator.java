package org.bert4j.finetune.records;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;

/**
 * What stands between the fields of a table.
 *
 * @param character the separator, or NUL, which no text has, for a table of one column
 */
record TableSeparator(char character) {
  static final TableSeparator TAB = new TableSeparator('\t');

  private static final TableSeparator NONE = new TableSeparator('\0');

  private static final String USUAL = ",;\t|";

  /** The separator that somebody names: a character, {@code tab} or {@code space}. */
  static TableSeparator named(String name) {
    return switch (name) {
      case "tab", "\\t", "\t" -> TAB;
      case "space" -> new TableSeparator(' ');
      default -> {
        if (name.length() != 1 || name.equals("\"")) {
          throw new IllegalArgumentException(
              "separator \"" + name + "\": expected one character between columns, or tab");
        }
        yield new TableSeparator(name.charAt(0));
      }
    };
  }

  /**
   * What the first line has, most of all; of several that which all lines have equally often, if
   * there is one.
   *
   * @throws IllegalArgumentException if it may be several
   */
  static TableSeparator of(List<LineFeed.Line> sample, String source) {
    if (sample.isEmpty()) {
      return NONE;
    }
    int[] counts = counts(sample.get(0).text());
    int[] regular = counts.clone();
    for (LineFeed.Line line : sample) {
      int[] ofLine = counts(line.text());
      for (int i = 0; i < counts.length && !line.text().isBlank(); i++) {
        regular[i] = ofLine[i] == counts[i] ? regular[i] : 0;
      }
    }
    boolean several = Arrays.stream(counts).filter(count -> count > 0).count() > 1;
    boolean told = Arrays.stream(regular).anyMatch(count -> count > 0);
    int[] deciding = several && told ? regular : counts;
    int most = Arrays.stream(deciding).max().orElse(0);
    int[] best = IntStream.range(0, deciding.length).filter(i -> deciding[i] == most).toArray();
    if (most > 0 && best.length > 1) {
      throw new IllegalArgumentException(
          source
              + ":"
              + sample.get(0).number()
              + ": columns may be separated in several ways; say which with --separator");
    }
    return most == 0 ? NONE : named(USUAL.substring(best[0], best[0] + 1));
  }

  /** How often a line has each separator, but for those in quotes. */
  private static int[] counts(String line) {
    int[] counts = new int[USUAL.length()];
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      quoted ^= line.charAt(i) == '"';
      int index = quoted ? -1 : USUAL.indexOf(line.charAt(i));
      if (index >= 0) {
        counts[index]++;
      }
    }
    return counts;
  }

  /** How Commons CSV reads such a table. */
  CSVFormat format() {
    CSVFormat.Builder format = CSVFormat.RFC4180.builder().setDelimiter(character);
    return equals(TAB) ? format.setQuote(null).get() : format.get();
  }

  /** A name for people. */
  String name() {
    return switch (character) {
      case ',' -> "commas";
      case ';' -> "semicolons";
      case '\t' -> "tabs";
      case '\0' -> "one column";
      default -> "\"" + character + "\"";
    };
  }
}
