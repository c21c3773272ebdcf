package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
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
  private static final Pattern MARKUP_START =
      Pattern.compile("<(!doctype|!--|\\?xml|html|head|body)\\b.*", Pattern.CASE_INSENSITIVE);
  private static final Pattern END_TAG = Pattern.compile(".*</[A-Za-z][\\w:-]*\\s*>.*");
  private static final Pattern SUBTITLE_TIME =
      Pattern.compile("(\\d{1,3}:)?\\d{2}:\\d{2}[,.]\\d{1,3} --> .*");

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
    String lowerCase = name.toLowerCase(Locale.ROOT);
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
      return NerFormat.CONLL;
    }
    refuseMarkup(name, visible, mayBeText);
    return !mayBeText || areColumns(name, lines, separator) ? NerFormat.CONLL : NerFormat.TEXT;
  }

  /** JSON as far as it is seen; of many lines, each a record. */
  private static boolean isJson(String sample, List<String> lines) {
    return JsonForm.isJson(sample)
        && (JsonForm.of(sample) != JsonForm.LINES
            || lines.stream().allMatch(line -> line.strip().matches("(?s)(\\{\\s*\"|\\[).*")));
  }

  private static void refuseMarkup(String name, List<String> lines, boolean mayBeText) {
    String what = markup(lines);
    if (what != null) {
      throw new IllegalArgumentException(
          name
              + ": this is "
              + what
              + (mayBeText ? "; --input-format text tags it as it stands" : ""));
    }
  }

  /** What lines are that are neither text nor columns, and what to do about it; null if nothing. */
  private static String markup(List<String> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    String first = lines.get(0).strip();
    if (JSON_ARRAY.matcher(first).matches() || JSON_OBJECT.matcher(first).matches()) {
      return "JSON that is not an object a line; write a line {\"text\": \"...\"} for every text";
    }
    long ended = lines.stream().filter(line -> END_TAG.matcher(line).matches()).count();
    if (MARKUP_START.matcher(first).matches()
        || 2 * ended > lines.size()
        || first.startsWith("<") && first.length() > 1 && ended > 0 && isTagName(first.charAt(1))) {
      return "HTML or XML; take the text out of it, a text a line";
    }
    if (first.startsWith("WEBVTT")
        || lines.stream().limit(4).anyMatch(line -> SUBTITLE_TIME.matcher(line).matches())) {
      return "subtitles with times; take the text out of them, a text a line";
    }
    return null;
  }

  private static boolean isTagName(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
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
    boolean tagged = hasTags(rows, count);
    if (rows.size() == words.size()) {
      boolean spaces = rows.stream().anyMatch(cells -> cells.get(0).indexOf(' ') > 0);
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
              ConllParser.shortened(misfit(words, splitter, count))));
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

  /** Whether a column holds tags that a scheme has together, or nothing but O. */
  private static boolean hasTags(List<List<String>> rows, int count) {
    for (int column = count - 1; column > 0; column--) {
      int index = column;
      List<String> cells =
          rows.stream().map(row -> ColumnSplitter.strip(row.get(index))).distinct().toList();
      if (TagCells.areOutside(cells) || TagCells.areTagsOfNames(cells)) {
        return true;
      }
    }
    return false;
  }
}
