package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;

/** Keys and numbers of a run's files as a person reads them. */
final class Words {
  private static final Map<String, String> SPELLED =
      Map.of(
          "f1", "F1",
          "mlm", "MLM",
          "nsp", "NSP",
          "HasAns", "answerable:",
          "NoAns", "unanswerable:",
          "java", "Java",
          "onednn", "oneDNN",
          "nd4j", "ND4J",
          "os", "system");

  private Words() {}

  private static final Map<String, String> KEYS =
      Map.of(
          "unigram_entropy", "MLM loss by frequencies alone",
          "most_frequent_token_share", "MLM accuracy of the most frequent word piece");

  /** A key in words. */
  static String of(String key) {
    if (KEYS.containsKey(key)) {
      return KEYS.get(key);
    }
    StringBuilder words = new StringBuilder();
    for (String word : key.split("_")) {
      words.append(words.isEmpty() ? "" : " ").append(SPELLED.getOrDefault(word, word));
    }
    return words.toString();
  }

  /** A value: counts with commas, other numbers with as many decimals as are worth reading. */
  static String of(JsonNode value) {
    if (value.isNull() || value.isMissingNode()) {
      return "–";
    }
    if (value.isIntegralNumber()) {
      return String.format(Locale.ROOT, "%,d", value.asLong());
    }
    if (!value.isNumber()) {
      return value.asText();
    }
    double number = value.asDouble();
    double size = Math.abs(number);
    if (size >= 1000) {
      return String.format(Locale.ROOT, "%,.0f", number);
    }
    if (size >= 10) {
      return String.format(Locale.ROOT, "%.2f", number);
    }
    return size >= 1e-3 || size == 0
        ? String.format(Locale.ROOT, "%.4f", number)
        : String.format(Locale.ROOT, "%.2e", number);
  }
}
