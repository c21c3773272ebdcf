package org.bert4j.finetune.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which columns of a table, or fields of a JSON record, hold texts and labels: those that were
 * named, else those of the usual names.
 */
final class TextColumns {
  /** First and second text as data sets of pairs name them. */
  private static final List<List<String>> PAIRS =
      List.of(
          List.of("sentence1", "sentence2"),
          List.of("sentence_1", "sentence_2"),
          List.of("sentence_a", "sentence_b"),
          List.of("sent1", "sent2"),
          List.of("text1", "text2"),
          List.of("text_1", "text_2"),
          List.of("text_a", "text_b"),
          List.of("premise", "hypothesis"),
          List.of("question1", "question2"),
          List.of("question", "sentence"),
          List.of("question", "answer"),
          List.of("question", "passage"),
          List.of("anchor", "positive"),
          List.of("query", "positive"),
          List.of("query", "passage"),
          List.of("query", "document"),
          List.of("query", "answer"),
          List.of("text", "pair"),
          List.of("text", "text_pair"));

  /** The same of translations, where no column has a name of texts. */
  private static final List<List<String>> TRANSLATIONS =
      List.of(List.of("source", "target"), List.of("src", "tgt"));

  private static final List<String> TEXTS =
      List.of(
          "text",
          "sentence",
          "review",
          "content",
          "comment",
          "document",
          "utterance",
          "tweet",
          "body",
          "review_body",
          "sentence1",
          "query");

  private static final List<String> LABELS =
      List.of(
          "label",
          "labels",
          "category",
          "class",
          "target",
          "sentiment",
          "intent",
          "score",
          "similarity",
          "similarity_score",
          "gold_label",
          "rating",
          "stars",
          "polarity");

  private TextColumns() {}

  /**
   * What was found among names.
   *
   * @param text column of the text
   * @param pair column of the second text, or null
   * @param labels columns of labels, none where there are none
   */
  record Names(String text, String pair, List<String> labels) {
    List<String> texts() {
      return pair == null ? List.of(text) : List.of(text, pair);
    }
  }

  /**
   * Finds columns among names.
   *
   * @param names the names that there are
   * @param options what was said about them
   * @return the columns, or empty if no column is known to hold texts
   * @throws IllegalArgumentException if a column that was named is not there
   */
  static Optional<Names> find(List<String> names, TextReaderOptions options) {
    String text = given(names, options.textColumn(), "text-column");
    String pair = given(names, options.pairColumn(), "pair-column");
    List<String> labels = new ArrayList<>();
    options.labelColumns().forEach(each -> labels.add(given(names, each, "label-column")));
    if (text == null) {
      List<String> usual = usualTexts(names, pair, labels);
      if (usual.isEmpty()) {
        return Optional.empty();
      }
      text = usual.get(0);
      pair = pair == null && usual.size() > 1 ? usual.get(1) : pair;
    }
    if (labels.isEmpty()) {
      String first = text;
      String second = pair;
      LABELS.stream()
          .map(label -> like(names, label))
          .filter(name -> name != null && !name.equals(first) && !name.equals(second))
          .findFirst()
          .ifPresent(labels::add);
    }
    return Optional.of(new Names(text, pair, labels));
  }

  /** Whether a row is one of names as they are usual. */
  static boolean areNames(List<String> row) {
    return find(row, TextReaderOptions.DEFAULT)
        .filter(names -> !names.labels().isEmpty())
        .isPresent();
  }

  private static List<String> usualTexts(List<String> names, String pair, List<String> labels) {
    List<String> two = pair == null ? usualPair(PAIRS, names, labels) : List.of();
    if (!two.isEmpty()) {
      return two;
    }
    Optional<String> one =
        TEXTS.stream()
            .map(text -> like(names, text))
            .filter(name -> name != null && !name.equals(pair) && !labels.contains(name))
            .findFirst();
    if (one.isPresent() || pair != null) {
      return one.stream().toList();
    }
    return usualPair(TRANSLATIONS, names, labels);
  }

  private static List<String> usualPair(
      List<List<String>> pairs, List<String> names, List<String> labels) {
    for (List<String> two : pairs) {
      String first = like(names, two.get(0));
      String second = like(names, two.get(1));
      if (first != null && second != null && !labels.contains(first) && !labels.contains(second)) {
        return List.of(first, second);
      }
    }
    return List.of();
  }

  /** A name that was asked for, as it is written. */
  private static String given(List<String> names, String asked, String option) {
    if (asked == null) {
      return null;
    }
    String found = names.contains(asked) ? asked : like(names, asked);
    if (found == null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "no column \"%s\", expected one of %s; say which with --%s",
              asked,
              String.join(", ", names),
              option));
    }
    return found;
  }

  private static String like(List<String> names, String name) {
    String plain = plain(name);
    return names.stream().filter(each -> plain(each).equals(plain)).findFirst().orElse(null);
  }

  private static String plain(String name) {
    return name.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
  }
}
