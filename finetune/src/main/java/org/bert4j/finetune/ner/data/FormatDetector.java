package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Decides the form of a file by its name, else by its first lines: JSON objects, lines that end in
 * tags, or text.
 */
final class FormatDetector {
  /** Lines that are looked at. */
  private static final int LINES = 100;

  private static final Pattern TAG = Pattern.compile("O|[BIEMSLUW]([-_].+)?");

  private FormatDetector() {}

  /**
   * Decides.
   *
   * @param name the file's name
   * @param sample its first characters
   * @param separator what stands between columns, or null
   * @param mayBeText whether text without tags is expected at all
   */
  static NerFormat detect(String name, String sample, String separator, boolean mayBeText) {
    String lowerCase = name.toLowerCase(Locale.ROOT);
    if (lowerCase.endsWith(".jsonl") || lowerCase.endsWith(".ndjson")) {
      return NerFormat.JSONL;
    }
    if (lowerCase.endsWith(".csv")) {
      return NerFormat.CSV;
    }
    List<String> lines =
        sample.lines().filter(line -> !ColumnSplitter.isBlank(line)).limit(LINES).toList();
    if (!lines.isEmpty() && lines.stream().allMatch(FormatDetector::isObject)) {
      return NerFormat.JSONL;
    }
    return mayBeText && !isTagged(lines, separator) ? NerFormat.TEXT : NerFormat.CONLL;
  }

  private static boolean isObject(String line) {
    return line.strip().matches("(?s)\\{\\s*\".*");
  }

  private static boolean isTagged(List<String> lines, String separator) {
    if (lines.isEmpty()) {
      return false;
    }
    ColumnSplitter splitter = ColumnSplitter.of(separator, lines.get(0));
    int columns = splitter.split(lines.get(0)).size();
    return columns > 1
        && lines.stream()
            .map(splitter::split)
            .allMatch(
                cells -> cells.size() == columns && TAG.matcher(cells.get(columns - 1)).matches());
  }
}
