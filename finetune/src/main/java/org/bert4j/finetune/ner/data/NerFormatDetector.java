package org.bert4j.finetune.ner.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.bert4j.finetune.records.JsonForm;

/**
 * Decides the form of a file by its name, else by its first lines: JSON objects, lines that end in
 * tags, or text.
 */
final class NerFormatDetector {
  /** Lines that are looked at. */
  private static final int LINES = 100;

  private static final Set<String> JSON_ENDINGS = Set.of(".jsonl", ".ndjson", ".json");

  private static final Set<String> COLUMN_ENDINGS =
      Set.of(".conll", ".bio", ".bioes", ".bmes", ".iob", ".iob2");

  /** A bare letter is no sign of tags: English lines end in the word "I", too. */
  private static final Pattern TAG = Pattern.compile("O|[BIEMSLUW][-_].+");

  private NerFormatDetector() {}

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
    if (JSON_ENDINGS.stream().anyMatch(lowerCase::endsWith)) {
      return NerFormat.JSONL;
    }
    if (lowerCase.endsWith(".csv")) {
      return NerFormat.CSV;
    }
    List<String> lines =
        sample.lines().filter(line -> !ColumnSplitter.isBlank(line)).limit(LINES).toList();
    if (isJson(sample, lines)) {
      return NerFormat.JSONL;
    }
    boolean columns =
        COLUMN_ENDINGS.stream().anyMatch(lowerCase::endsWith) || areTagged(lines, separator);
    return mayBeText && !columns ? NerFormat.TEXT : NerFormat.CONLL;
  }

  /** JSON as far as it is seen; of many lines, each a record. */
  private static boolean isJson(String sample, List<String> lines) {
    return JsonForm.isJson(sample)
        && (JsonForm.of(sample) != JsonForm.LINES
            || lines.stream().allMatch(line -> line.strip().matches("(?s)(\\{\\s*\"|\\[).*")));
  }

  /** Whether most lines end in a tag; the others are then an error, which the parser names. */
  private static boolean areTagged(List<String> lines, String separator) {
    if (lines.isEmpty()) {
      return false;
    }
    ColumnSplitter splitter = ColumnSplitter.of(separator, lines.get(0));
    long tagged = lines.stream().map(splitter::split).filter(NerFormatDetector::endInTag).count();
    return 2 * tagged > lines.size();
  }

  private static boolean endInTag(List<String> cells) {
    return cells.size() > 1 && TAG.matcher(cells.get(cells.size() - 1)).matches();
  }
}
