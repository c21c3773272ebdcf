package org.bert4j.finetune.ner.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bert4j.common.io.Excerpt;
import org.bert4j.common.io.ForeignFormat;
import org.bert4j.common.io.TextStream;
import org.bert4j.finetune.records.JsonForm;

/**
 * Decides the form of a file by its name, else by its first lines: JSON objects, columns, or text.
 * Where text may be meant, columns must be certain: English lines end in an O or an S-Bahn, too.
 */
final class NerFormatDetector {
  /** Lines that are looked at. */
  private static final int LINES = 500;

  private static final Set<String> JSON_ENDINGS = Set.of(".jsonl", ".ndjson", ".json");

  private static final Set<String> COLUMN_ENDINGS =
      Set.of(".conll", ".conllu", ".bio", ".bioes", ".bmes", ".iob", ".iob2");

  private static final Pattern JSON_ARRAY = Pattern.compile("\\[\\s*([\\[{\"].*)?", Pattern.DOTALL);
  private static final Pattern JSON_OBJECT = Pattern.compile("\\{\\s*(\".*)?", Pattern.DOTALL);

  /** The first annotation of a text that stands in another file, as brat writes it. */
  private static final Pattern BRAT =
      Pattern.compile("T\\d+\\t\\S+ \\d+ \\d+(?:;\\d+ \\d+)*+\\t.*");

  private NerFormatDetector() {}

  /**
   * Decides.
   *
   * @param name the file's name
   * @param sample its first lines
   * @param separator what stands between columns, or null
   * @param mayBeText whether text without tags is expected at all
   * @throws IllegalArgumentException if it is markup, or could be text as well as columns
   */
  static NerFormat detect(String name, String sample, String separator, boolean mayBeText) {
    String ending = TextStream.compressedEnding(Path.of(name));
    String lowerCase = name.substring(0, name.length() - ending.length()).toLowerCase(Locale.ROOT);
    refuse(name, ForeignFormat.begunMarkup(sample), mayBeText);
    if (JSON_ENDINGS.stream().anyMatch(lowerCase::endsWith)) {
      return NerFormat.JSONL;
    }
    if (lowerCase.endsWith(".csv")) {
      return NerFormat.CSV;
    }
    List<String> lines = sample.lines().map(ColumnSplitter::clean).limit(LINES).toList();
    List<String> visible = lines.stream().filter(line -> !line.isBlank()).toList();
    if (isJson(sample, visible)) {
      return NerFormat.JSONL;
    }
    if (COLUMN_ENDINGS.stream().anyMatch(lowerCase::endsWith)) {
      if (visible.stream().noneMatch(line -> TagCells.isTag(lastWord(line)))) {
        refuse(name, ForeignFormat.markup(sample), mayBeText);
      }
      return NerFormat.CONLL;
    }
    refuseOthers(name, sample, visible, mayBeText);
    boolean tabs = lowerCase.endsWith(".tsv");
    if (TableRecognition.isTable(visible, tabs)) {
      return NerFormat.CSV;
    }
    if (!mayBeText || areColumns(name, lines, separator)) {
      return NerFormat.CONLL;
    }
    if (tabs && visible.stream().anyMatch(line -> line.indexOf('\t') >= 0)) {
      throw new IllegalArgumentException(
          name
              + ": columns between tabs without names or tags that tell which of them are words; choose"
              + " with --input-format conll, --input-format csv (whose first line names the columns) or"
              + " --input-format text (which takes lines as they are)");
    }
    return NerFormat.TEXT;
  }

  private static String lastWord(String line) {
    int start = line.length();
    while (start > 0 && !Character.isWhitespace(line.charAt(start - 1))) {
      start--;
    }
    return line.substring(start);
  }

  /** JSON as far as it is seen; of many lines, each a record. */
  private static boolean isJson(String sample, List<String> lines) {
    return JsonForm.isJson(sample)
        && (JsonForm.of(sample) != JsonForm.LINES
            || lines.stream().allMatch(line -> line.strip().matches("(?s)(\\{\\s*\"|\\[).*")));
  }

  private static void refuseOthers(
      String name, String sample, List<String> lines, boolean mayBeText) {
    String first = lines.isEmpty() ? "" : lines.get(0).strip();
    Optional<String> what = ForeignFormat.markup(sample);
    if (JSON_ARRAY.matcher(first).matches() || JSON_OBJECT.matcher(first).matches()) {
      what =
          Optional.of(
              "JSON that is not an object a line; write a line {\"text\": \"...\"} for every text");
    } else if (BRAT.matcher(first).matches()) {
      what =
          Optional.of(
              "annotations of brat, which are not read; convert them and their text to conll or jsonl");
    }
    refuse(name, what, mayBeText);
  }

  private static void refuse(String name, Optional<String> what, boolean mayBeText) {
    if (what.isPresent()) {
      throw new IllegalArgumentException(
          name
              + ": "
              + what.get()
              + (mayBeText ? "; --input-format text tags it as it stands" : ""));
    }
  }

  /**
   * Whether lines are columns for certain: the same number of them everywhere, tags in one of them,
   * and tabs, or several lines between blank ones.
   */
  private static boolean areColumns(String name, List<String> lines, String separator) {
    if (lines.stream().anyMatch(line -> line.startsWith("#begin document"))) {
      return true;
    }
    List<String> words =
        lines.stream()
            .filter(line -> !ColumnRecognition.isBorder(line) && !line.startsWith("#"))
            .toList();
    ColumnSplitter splitter = ColumnSplitter.of(separator, words.isEmpty() ? "" : words.get(0));
    int count = words.isEmpty() ? 0 : splitter.split(words.get(0)).size();
    if (count < 2) {
      return false;
    }
    boolean tabs = splitter != ColumnSplitter.SPACES;
    boolean paragraphs = hasParagraphs(lines);
    List<List<String>> rows =
        words.stream()
            .map(line -> cells(line, splitter))
            .filter(cells -> cells.size() == count)
            .toList();
    boolean tagged = hasTags(rows, count, tabs);
    if (rows.size() == words.size()) {
      boolean spaces =
          rows.stream().flatMap(List::stream).anyMatch(cell -> cell.strip().indexOf(' ') > 0);
      return tagged && (tabs || paragraphs) || tabs && paragraphs && !spaces;
    }
    // Half of the lines, with tabs, and four of five without are too many to be chance.
    if (tagged && (tabs ? 2 : paragraphs ? 1.25 : 1) * rows.size() > words.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: %d of the first %d lines have %d columns separated by %s, as conll has, but"
                  + " not \"%s\"; choose with --input-format conll or --input-format text",
              name,
              rows.size(),
              words.size(),
              count,
              splitter.name(),
              Excerpt.of(misfit(words, splitter, count))));
    }
    return false;
  }

  private static List<String> cells(String line, ColumnSplitter splitter) {
    List<String> cells = splitter.split(line);
    return cells.size() == 1 ? ColumnSplitter.WHITESPACE.split(line) : cells;
  }

  private static String misfit(List<String> words, ColumnSplitter splitter, int count) {
    return words.stream()
        .filter(word -> cells(word, splitter).size() != count)
        .findFirst()
        .orElseThrow();
  }

  /** Whether there are blank lines, and several others between two of them. */
  private static boolean hasParagraphs(List<String> lines) {
    boolean blank = false;
    boolean several = false;
    boolean before = false;
    for (String line : lines) {
      boolean border = ColumnRecognition.isBorder(line);
      blank |= border;
      several |= before && !border;
      before = !border;
    }
    return blank && several;
  }

  /**
   * Whether a column holds tags that a scheme has together, or nothing but O. In the first one,
   * they are tags if there are tabs.
   */
  private static boolean hasTags(List<List<String>> rows, int count, boolean tabs) {
    for (int column = count - 1; column >= (tabs ? 0 : 1); column--) {
      int index = column;
      List<String> cells =
          rows.stream().map(row -> ColumnSplitter.strip(row.get(index))).distinct().toList();
      if (column > 0 && TagCells.areOutside(cells) || TagCells.areTagsOfNames(cells)) {
        return true;
      }
    }
    return false;
  }
}
