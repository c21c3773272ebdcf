package org.bert4j.finetune.ner.data;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Tells tables from columns and from text by their first lines. Columns between tabs under names
 * such as word and tag are both, and read as columns; what only a table has makes it one: a column
 * of sentences or texts, a list of tags in a cell.
 */
final class TableRecognition {
  private static final String SEPARATORS = "\t,;|";

  /** A list of tags, or spans in JSON. */
  private static final Pattern LIST =
      Pattern.compile(
          "[BIEO](?:[-_]\\S+)?(?:[ ,]+(?:O|[BIEMSLUW][-_]\\S+))++|\\[\\s*(?:[\\[{(].*)?]|\\{.*}");

  /** What stands in front of texts. */
  private static final List<String> ID_NAMES = List.of("id", "text_id", "index", "");

  private final List<String> lines;
  private final char separator;
  private final List<String> first;

  private TableRecognition(List<String> lines) {
    this.lines = lines;
    separator = separator(lines.get(0));
    first = Arrays.stream(cells(lines.get(0))).map(TableRecognition::name).toList();
  }

  /**
   * Whether lines are a table for certain.
   *
   * @param lines lines that are not blank
   * @param tabs whether the file's name says that tabs separate columns
   */
  static boolean isTable(List<String> lines, boolean tabs) {
    return !lines.isEmpty() && new TableRecognition(lines).isTable(tabs);
  }

  private boolean isTable(boolean tabs) {
    boolean tab = separator == '\t';
    if (tab && most(this::endsInList)) {
      return true;
    }
    boolean texts = first.stream().anyMatch(TableColumns.TEXT_NAMES::contains);
    if (tabs && (tab || first.size() == 1) && texts && !names(TableColumns.TAG_NAMES)) {
      return true;
    }
    boolean sentences = names(TableColumns.SENTENCE_NAMES);
    boolean words = names(TableColumns.WORD_NAMES);
    boolean tagged = names(TableColumns.TAG_NAMES) && !tab;
    boolean onlyNames =
        texts
            && first.stream()
                .allMatch(name -> TableColumns.isName(name) || ID_NAMES.contains(name));
    return first.size() > 1
        && (sentences && words || words && tagged || onlyNames)
        && most(line -> cells(line).length >= first.size());
  }

  private boolean names(List<String> usual) {
    return first.stream().anyMatch(usual::contains);
  }

  private boolean endsInList(String line) {
    String[] cells = cells(line);
    return cells.length > 1 && LIST.matcher(cells[cells.length - 1].strip()).matches();
  }

  private boolean most(Predicate<String> condition) {
    return 2 * lines.stream().skip(1).filter(condition).count() > lines.size() - 1;
  }

  private String[] cells(String line) {
    return line.split(Pattern.quote(String.valueOf(separator)), -1);
  }

  private static char separator(String line) {
    char best = SEPARATORS.charAt(0);
    for (char separator : SEPARATORS.toCharArray()) {
      best = count(line, separator) > count(line, best) ? separator : best;
    }
    return best;
  }

  private static long count(String line, char separator) {
    return line.chars().filter(c -> c == separator).count();
  }

  private static String name(String cell) {
    String name = cell.strip().toLowerCase(Locale.ROOT);
    return name.replaceAll("^\"|\"$", "");
  }
}
