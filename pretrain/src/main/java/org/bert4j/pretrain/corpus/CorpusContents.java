package org.bert4j.pretrain.corpus;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a corpus was found to be before it is read.
 *
 * @param forms number of files of each form
 * @param encodings number of files of each encoding other than UTF-8
 * @param compressed how many of the files are compressed
 * @param bytes size of all files on disk
 * @param passedOver endings of files in its directories that are not text, and how many have each
 */
public record CorpusContents(
    Map<CorpusFormat, Integer> forms,
    Map<String, Integer> encodings,
    int compressed,
    long bytes,
    Map<String, Integer> passedOver) {
  /** Keeps its own copies. {@inheritDoc} */
  public CorpusContents {
    forms = Map.copyOf(forms);
    encodings = Map.copyOf(encodings);
    passedOver = Map.copyOf(passedOver);
  }

  /**
   * Number of files.
   *
   * @return at least 1
   */
  public int files() {
    return forms.values().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Forms and how many files have each.
   *
   * @return such as {@code "12 as prose, 3 as jsonl, 2 compressed"}
   */
  public String describeForms() {
    List<String> parts = new ArrayList<>();
    new EnumMap<>(forms)
        .forEach((form, count) -> parts.add(count + " as " + form.name().toLowerCase(Locale.ROOT)));
    new TreeMap<>(encodings).forEach((encoding, count) -> parts.add(count + " in " + encoding));
    if (compressed > 0) {
      parts.add(compressed + " compressed");
    }
    return String.join(", ", parts);
  }

  /**
   * Files in directories that are not read.
   *
   * @return such as {@code "3 *.pdf, 1 *.json"}, empty if there are none
   */
  public String describePassedOver() {
    return passedOver.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> String.format(Locale.ROOT, "%,d *%s", entry.getValue(), entry.getKey()))
        .collect(Collectors.joining(", "));
  }
}
