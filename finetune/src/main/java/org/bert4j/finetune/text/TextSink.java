package org.bert4j.finetune.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The texts of files as they are read, and what is to be told of each file. */
final class TextSink {
  private final TextReaderOptions options;
  private final Wanted wanted;
  private final Consumer<LabelledText> texts;
  private final Set<String> labels = new LinkedHashSet<>();
  private boolean several;
  private String source;
  private String form;
  private String columns;
  private int count;
  private boolean pairs;
  private int blank;
  private String firstBlank;
  private long dropped;

  /** What is read of a file. */
  enum Wanted {
    /** Texts or pairs with labels; blank ones are left out. */
    LABELS,
    /** Pairs, with labels or without; blank ones are left out. */
    PAIRS,
    /** All texts or pairs, with labels or without. */
    TEXTS,
    /** All texts; pairs are refused. */
    SINGLE_TEXTS,
    /** All pairs, blank ones too. */
    ALL_PAIRS;

    boolean isPairs() {
      return this == PAIRS || this == ALL_PAIRS;
    }

    /** Whether files may be lines of text. */
    boolean isLines() {
      return this == TEXTS || this == SINGLE_TEXTS;
    }

    private boolean withBlankOnes() {
      return this != LABELS && this != PAIRS;
    }
  }

  /**
   * Makes a sink.
   *
   * @param options how files are read
   * @param wanted what is read
   * @param texts takes the texts
   */
  TextSink(TextReaderOptions options, Wanted wanted, Consumer<LabelledText> texts) {
    this.options = options;
    this.wanted = wanted;
    this.texts = texts;
    several = options.labelSeparator() != null;
  }

  /** Begins a file or folder. */
  void begin(String name) {
    source = name;
    count = 0;
    labels.clear();
    form = "empty";
    columns = "";
    blank = 0;
    dropped = 0;
  }

  /** Whether a text without labels is an error. */
  boolean needsLabels() {
    return wanted == Wanted.LABELS;
  }

  Wanted wanted() {
    return wanted;
  }

  /** What the file is. */
  void form(String found) {
    form = found;
  }

  /**
   * Refuses columns of pairs where single texts are wanted.
   *
   * @throws IllegalArgumentException if there are two columns of texts
   */
  void requireWanted(TextColumns.Names names) {
    if (wanted == Wanted.SINGLE_TEXTS && names.pair() != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "pairs of texts in %s and %s, expected single texts; say which with --text-column",
              names.text(),
              names.pair()));
    }
  }

  /** Which columns are read. */
  void columns(TextColumns.Names names) {
    String text = names.pair() == null ? "text in " + names.text() : "texts in " + names.text();
    String pair = names.pair() == null ? "" : " and " + names.pair();
    String label =
        names.labels().isEmpty() ? "" : ", label in " + String.join(", ", names.labels());
    columns = ", " + text + pair + label;
  }

  /** The form of the file says that a text may have several labels. */
  void several() {
    several = true;
  }

  void dropped(long lines) {
    dropped = lines;
  }

  /**
   * The labels of a text as they are meant.
   *
   * @param names columns of labels
   * @param values what stands in them
   * @throws IllegalArgumentException if columns of classes hold something else than 0 and 1
   */
  List<String> labels(List<String> names, List<String> values) {
    if (names.size() > 1) {
      several = true;
      List<String> has = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        if (isYes(names.get(i), values.get(i).strip())) {
          has.add(names.get(i));
        }
      }
      return has;
    }
    if (options.labelSeparator() == null) {
      return values.stream().map(this::named).toList();
    }
    List<String> parts = new ArrayList<>();
    for (String value : values) {
      for (String part : value.split(Pattern.quote(options.labelSeparator()))) {
        if (!part.isBlank()) {
          parts.add(named(part));
        }
      }
    }
    return parts;
  }

  private static boolean isYes(String name, String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "1.0", "true" -> true;
      case "0", "0.0", "false", "" -> false;
      default ->
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "column \"%s\" is \"%s\", expected 0 or 1: several columns of labels are a class"
                      + " each",
                  name,
                  value));
    };
  }

  /** The name of a label that is a number, if there are names. */
  private String named(String value) {
    String label = value.strip();
    List<String> names = options.labelNames();
    if (names.isEmpty()) {
      return label;
    }
    boolean number = label.matches("\\d{1,9}");
    if (number && Integer.parseInt(label) < names.size()) {
      return names.get(Integer.parseInt(label));
    }
    if (!names.contains(label)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "the label is \"%s\", expected a number from 0 to %d, for which there are names",
              label,
              names.size() - 1));
    }
    return label;
  }

  /** Takes a text. */
  void add(String text, String pair, List<String> ofText, String place) {
    if (!wanted.withBlankOnes() && (text.isBlank() || pair != null && pair.isBlank())) {
      firstBlank = blank == 0 ? place : firstBlank;
      blank++;
      return;
    }
    if (needsLabels() && !several && (ofText.isEmpty() || ofText.get(0).isBlank())) {
      throw new IllegalArgumentException(
          place + ": the label is empty, expected one; or leave the row out");
    }
    if (needsLabels() && !several && ofText.get(0).matches("\\[\\s*['\"].*]")) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: the label is %s, a list as Python prints it; write its labels with something"
                  + " between, such as a,b, and say so with --label-separator, or write JSON Lines",
              place,
              ofText.get(0)));
    }
    labels.addAll(ofText);
    if (wanted.isPairs() && pair == null) {
      throw new IllegalArgumentException(
          place
              + ": a single text, expected a pair; say which column holds the second text with"
              + " --pair-column");
    }
    count++;
    pairs = pair != null;
    texts.accept(new LabelledText(text, pair, ofText, place));
  }

  /** A label that has others in it, which may be several. */
  private String joinedLabels() {
    return labels.stream()
        .filter(
            label ->
                !several && label.contains(",") && labels.contains(label.split(",", 2)[1].strip()))
        .findFirst()
        .map(
            label ->
                ", of which \"" + label + "\" is read as one (--label-separator , reads several)")
        .orElse("");
  }

  /** A line about the file that was read last. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "%s: %s%s: %,d %s%s%s%s%s",
        source,
        form,
        columns,
        count,
        pairs ? "pairs" : "texts",
        labels.isEmpty() ? "" : String.format(Locale.ROOT, ", %,d different labels", labels.size()),
        joinedLabels(),
        blank == 0
            ? ""
            : String.format(
                Locale.ROOT, ", %,d left out that are blank (the first: %s)", blank, firstBlank),
        dropped == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d lines left out that are not UTF-8", dropped));
  }

  /** Whether the form of a file said that a text may have several labels. */
  boolean isSeveral() {
    return several;
  }
}
