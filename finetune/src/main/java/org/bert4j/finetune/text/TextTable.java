package org.bert4j.finetune.text;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bert4j.common.io.Excerpt;
import org.bert4j.finetune.records.TableReader;
import org.bert4j.finetune.text.TextSink.Wanted;

/**
 * Texts and labels in the rows of a table. Its first row holds the names of the columns if these
 * are asked for by name or are the usual ones. A table without names has its columns asked for by
 * number, or has one column, of texts, or two, of which one holds a few labels again and again.
 */
final class TextTable {
  /** A column with more different values is none of labels, unless it is said to be one. */
  private static final int MOST_LABELS = 200;

  private static final Pattern SCORE = Pattern.compile("-?\\d{1,9}(\\.\\d{1,18})?");

  private final TextReaderOptions options;
  private final TableReader table;
  private final List<Row> rows = new ArrayList<>();

  private record Row(List<String> fields, String place, long line) {}

  /** Columns by number, from 0. */
  private record Places(int text, int pair, List<Integer> labels) {}

  TextTable(TextReaderOptions options, TableReader table) {
    this.options = options;
    this.table = table;
  }

  /**
   * Reads the table.
   *
   * @param sink takes the texts
   * @throws IllegalArgumentException if its columns are not known, or a row is broken
   * @throws IOException if reading fails
   */
  void read(TextSink sink) throws IOException {
    List<String> first = table.first();
    if (first.isEmpty()) {
      return;
    }
    requireSeparator(first);
    Optional<TextColumns.Names> named = names(first);
    if (named.isPresent()) {
      readNamed(first, named.get(), sink);
    } else {
      readNumbered(first, sink);
    }
  }

  private void requireSeparator(List<String> first) {
    Stream<String> asked =
        Stream.concat(
            Stream.of(options.textColumn() == null ? "1" : options.textColumn()),
            options.labelColumns().stream());
    if (first.size() == 1 && asked.distinct().count() > 1) {
      throw table.errorInFirst(
          "one column, expected several: say what stands between them with --separator");
    }
  }

  private Optional<TextColumns.Names> names(List<String> first) {
    List<String> asked = new ArrayList<>(options.labelColumns());
    Stream.of(options.textColumn(), options.pairColumn())
        .filter(column -> column != null)
        .forEach(asked::add);
    boolean numbers = asked.stream().allMatch(TextTable::isNumber);
    if (!asked.isEmpty() && numbers) {
      return Optional.empty();
    }
    try {
      Optional<TextColumns.Names> found = TextColumns.find(first, options);
      if (found.isEmpty() && !asked.isEmpty()) {
        throw new IllegalArgumentException(
            "no column is known to hold texts among "
                + Excerpt.list(first)
                + "; say which with --text-column");
      }
      return found;
    } catch (IllegalArgumentException e) {
      throw table.errorInFirst(e.getMessage());
    }
  }

  private static boolean isNumber(String column) {
    return column.matches("-?\\d{1,6}");
  }

  private void readNamed(List<String> header, TextColumns.Names names, TextSink sink)
      throws IOException {
    requireDifferent(header, names);
    try {
      sink.requireWanted(names);
    } catch (IllegalArgumentException e) {
      throw table.errorInFirst(e.getMessage());
    }
    if (sink.needsLabels() && names.labels().isEmpty()) {
      throw table.errorInFirst(
          "no column is known to hold labels among "
              + Excerpt.list(header)
              + "; say which with --label-column");
    }
    Places places =
        new Places(
            header.indexOf(names.text()),
            names.pair() == null ? -1 : header.indexOf(names.pair()),
            names.labels().stream().map(header::indexOf).toList());
    for (List<String> row = table.next(); row != null; row = table.next()) {
      if (!TableReader.isBlank(row)) {
        add(new Row(row, table.place(), table.line()), places, names.labels(), sink);
      }
    }
    sink.form("table of " + table.separator());
    sink.columns(names);
  }

  private void requireDifferent(List<String> header, TextColumns.Names names) {
    Stream<String> read = Stream.concat(names.texts().stream(), names.labels().stream());
    read.forEach(
        name -> {
          if (header.indexOf(name) != header.lastIndexOf(name)) {
            throw table.errorInFirst(
                String.format(
                    Locale.ROOT,
                    "columns %d and %d are both named \"%s\"; say which with their numbers",
                    header.indexOf(name) + 1,
                    header.lastIndexOf(name) + 1,
                    name));
          }
        });
  }

  private void readNumbered(List<String> first, TextSink sink) throws IOException {
    boolean header = TextColumns.areNames(first);
    table.takeAnyWidth();
    if (!header) {
      table.unreadFirst();
    }
    for (List<String> row = table.next(); row != null; row = table.next()) {
      if (!TableReader.isBlank(row)) {
        rows.add(new Row(row, table.place(), table.line()));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    boolean asked = options.textColumn() != null || !options.labelColumns().isEmpty();
    Places places = asked ? numbered(first, sink.needsLabels()) : guessed(first, sink.wanted());
    int needed = 1 + Math.max(Math.max(places.text(), places.pair()), last(places.labels()));
    List<String> labels = places.labels().stream().map(each -> "column " + (each + 1)).toList();
    for (Row each : rows) {
      if (each.fields().size() < needed) {
        throw wrongWidth(each, "at least " + needed);
      }
      if (!asked && each.fields().stream().skip(first.size()).anyMatch(more -> !more.isBlank())) {
        throw wrongWidth(each, "" + first.size());
      }
      add(each, places, labels, sink);
    }
    sink.form("table of " + table.separator() + (header ? "" : " without names of columns"));
    sink.columns(
        new TextColumns.Names(
            "column " + (places.text() + 1),
            places.pair() < 0 ? null : "column " + (places.pair() + 1),
            labels));
  }

  private IllegalArgumentException wrongWidth(Row row, String expected) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "%s: %d fields, expected %s as in line %d",
            row.place(),
            row.fields().size(),
            expected,
            rows.get(0).line()));
  }

  private static int last(List<Integer> columns) {
    return columns.stream().mapToInt(Integer::intValue).max().orElse(-1);
  }

  private Places numbered(List<String> first, boolean labelled) {
    if (options.textColumn() == null || labelled && options.labelColumns().isEmpty()) {
      throw table.errorInFirst(
          "columns are asked for by number, expected all of --text-column"
              + (labelled ? ", --label-column" : "")
              + " and, for pairs, --pair-column");
    }
    return new Places(
        number(options.textColumn(), first.size()),
        options.pairColumn() == null ? -1 : number(options.pairColumn(), first.size()),
        options.labelColumns().stream().map(each -> number(each, first.size())).toList());
  }

  private int number(String column, int width) {
    int number = Integer.parseInt(column);
    int index = number < 0 ? width + number : number - 1;
    if (index < 0 || index >= width) {
      throw table.errorInFirst(
          String.format(
              Locale.ROOT, "no column %s, expected 1 to %d, or -1 for the last", column, width));
    }
    return index;
  }

  /**
   * Of two columns, that of labels has few values, again and again; a third one behind pairs may
   * hold their scores. What is not certain is asked.
   */
  private Places guessed(List<String> first, Wanted wanted) {
    boolean labelled = wanted == Wanted.LABELS;
    if (first.size() == 1 && wanted.isLines()) {
      return new Places(0, -1, List.of());
    }
    if (first.size() == 1 && wanted.isPairs()) {
      throw table.errorInFirst(
          "one column, expected two, of pairs: say what stands between them with --separator");
    }
    if (first.size() == 2 && wanted.isPairs()) {
      return new Places(0, 1, List.of());
    }
    if (first.size() == 3 && wanted.isPairs() && areScores(2)) {
      return new Places(0, 1, List.of(2));
    }
    if (first.size() == 2) {
      boolean firstIsLabel = areLabels(0);
      boolean secondIsLabel = areLabels(1);
      if (firstIsLabel != secondIsLabel) {
        requireNoNames(firstIsLabel ? 0 : 1);
        return new Places(firstIsLabel ? 1 : 0, -1, List.of(firstIsLabel ? 0 : 1));
      }
    }
    throw table.errorInFirst(
        String.format(
            Locale.ROOT,
            "which of the %d columns hold %s is not certain (%s); say so with --text-column%s, by name"
                + " or number",
            first.size(),
            switch (wanted) {
              case LABELS -> "texts and labels";
              case PAIRS, ALL_PAIRS -> "pairs";
              case TEXTS, SINGLE_TEXTS -> "texts";
            },
            Excerpt.of(String.join(" | ", first)),
            switch (wanted) {
              case LABELS -> " and --label-column";
              case PAIRS, ALL_PAIRS -> " and --pair-column";
              case TEXTS -> " and, for pairs, --pair-column";
              case SINGLE_TEXTS -> "";
            }));
  }

  /** A first value that never comes again, among values that all do, may be a name. */
  private void requireNoNames(int column) {
    Map<String, Integer> counts = new HashMap<>();
    rows.stream()
        .filter(row -> column < row.fields().size())
        .forEach(row -> counts.merge(row.fields().get(column).strip(), 1, Integer::sum));
    String first = rows.get(0).fields().get(column).strip();
    long single = counts.values().stream().filter(count -> count == 1).count();
    if (counts.get(first) == 1 && single == 1 && counts.size() > 2) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s: \"%s\" may be a label or the name of the column; say which with --label-column"
                  + " and --text-column, by name, or by number if the first row is a text",
              rows.get(0).place(),
              first));
    }
  }

  private boolean areLabels(int column) {
    Set<String> values = new HashSet<>();
    int longest = 0;
    for (Row row : rows) {
      if (column < row.fields().size()) {
        values.add(row.fields().get(column).strip());
        longest = Math.max(longest, row.fields().get(column).length());
      }
    }
    return longest <= 60 && values.size() <= Math.min(MOST_LABELS, Math.max(2, rows.size() / 4));
  }

  /** Numbers that do not count the rows. */
  private boolean areScores(int column) {
    boolean counts = rows.size() > 1;
    double before = Double.NEGATIVE_INFINITY;
    for (Row row : rows) {
      String field = column < row.fields().size() ? row.fields().get(column).strip() : "";
      if (!SCORE.matcher(field).matches()) {
        return false;
      }
      double score = Double.parseDouble(field);
      counts &= score > before && score == Math.rint(score);
      before = score;
    }
    return !counts;
  }

  private void add(Row row, Places places, List<String> names, TextSink sink) {
    List<String> fields = row.fields();
    String place = row.place();
    List<String> values =
        IntStream.range(0, places.labels().size())
            .mapToObj(i -> fields.get(places.labels().get(i)))
            .toList();
    List<String> labels;
    try {
      labels = sink.labels(names, values);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(place + ": " + e.getMessage(), e);
    }
    sink.add(
        fields.get(places.text()),
        places.pair() < 0 ? null : fields.get(places.pair()),
        labels,
        place);
  }
}
