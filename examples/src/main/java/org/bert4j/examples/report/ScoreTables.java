package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.bert4j.examples.report.ScoreTable.Cell;

/** Makes tables of the figures of a run: whatever its results hold, no matter what was trained. */
final class ScoreTables {
  /** Types or classes that a table of confusions shows at most. */
  private static final int MOST_CONFUSED = 24;

  private static final Set<String> OF_THE_RUN =
      Set.of("best_epoch", "epochs", "steps", "tokens", "seconds", "tokens_per_second");

  private ScoreTables() {}

  /**
   * Figures by set: held out of a pre-training, validation and test of others; of a run that is not
   * finished those of its last evaluation.
   */
  static Map<String, JsonNode> sets(RunRecord run) {
    Map<String, JsonNode> sets = new LinkedHashMap<>();
    JsonNode source = run.results().map(JsonNode.class::cast).or(run::lastMetrics).orElse(null);
    if (source == null) {
      return sets;
    }
    if (source.path("validation").isObject()) {
      sets.put("validation", source.path("validation"));
      if (source.path("test").isObject()) {
        sets.put("test", source.path("test"));
      }
    } else if (run.results().isPresent()) {
      ObjectNode heldOut = source.deepCopy();
      sets.put("held out", heldOut.remove(OF_THE_RUN));
    }
    return sets;
  }

  /** All tables of a run. */
  static List<ScoreTable> of(RunRecord run) {
    List<ScoreTable> tables = new ArrayList<>();
    Map<String, JsonNode> sets = sets(run);
    if (sets.isEmpty()) {
      return tables;
    }
    tables.add(figures(sets));
    sets.forEach(
        (set, figures) -> {
          byName("per_type", "type", set, figures).ifPresent(tables::add);
          byName("per_class", "class", set, figures).ifPresent(tables::add);
          confusion(set, figures).ifPresent(tables::add);
        });
    return tables;
  }

  private static ScoreTable figures(Map<String, JsonNode> sets) {
    Set<String> keys = new LinkedHashSet<>();
    sets.values().forEach(figures -> keys.addAll(scalars(figures)));
    List<String> head = new ArrayList<>(List.of(""));
    head.addAll(sets.keySet());
    List<List<Cell>> rows = new ArrayList<>();
    for (String key : keys) {
      List<Cell> row = new ArrayList<>(List.of(Cell.of(Words.of(key))));
      sets.values().forEach(figures -> row.add(Cell.of(Words.of(figures.path(key)))));
      rows.add(row);
    }
    return new ScoreTable("", "", head, rows);
  }

  /** Keys of the figures that are a number each. */
  static List<String> scalars(JsonNode figures) {
    List<String> keys = new ArrayList<>();
    figures
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isContainerNode()) {
                keys.add(entry.getKey());
              }
            });
    return keys;
  }

  private static Optional<ScoreTable> byName(
      String key, String name, String set, JsonNode figures) {
    JsonNode all = figures.path(key);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<String> columns = List.of("precision", "recall", "f1", "support");
    List<String> head = new ArrayList<>(List.of(name));
    columns.forEach(column -> head.add(Words.of(column)));
    List<List<Cell>> rows = new ArrayList<>();
    all.properties().forEach(each -> rows.add(row(each.getKey(), each.getValue(), columns)));
    for (String mean : List.of("macro", "weighted")) {
      if (figures.path(mean).isObject()) {
        rows.add(row(mean + " mean", figures.path(mean), columns));
      }
    }
    return Optional.of(new ScoreTable("By " + name + ", " + set, "", head, rows));
  }

  private static List<Cell> row(String name, JsonNode scores, List<String> columns) {
    List<Cell> row = new ArrayList<>(List.of(Cell.of(name)));
    columns.forEach(column -> row.add(Cell.of(Words.of(scores.path(column)))));
    return row;
  }

  private static Optional<ScoreTable> confusion(String set, JsonNode figures) {
    JsonNode all = figures.path("confusion");
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<String> names = new ArrayList<>();
    all.fieldNames().forEachRemaining(names::add);
    List<String> shown = mostFrequent(names, all);
    List<String> head = new ArrayList<>(List.of("annotated \\ predicted"));
    head.addAll(shown);
    List<List<Cell>> rows = new ArrayList<>();
    for (String annotated : shown) {
      double sum = sum(all.path(annotated));
      List<Cell> row = new ArrayList<>(List.of(Cell.of(annotated)));
      for (String predicted : shown) {
        JsonNode count = all.path(annotated).path(predicted);
        row.add(new Cell(Words.of(count), sum == 0 ? 0 : count.asDouble() / sum));
      }
      rows.add(row);
    }
    String note =
        shown.size() == names.size()
            ? "A row holds what is annotated as one, a column what is predicted; the ground is as"
                + " deep as the cell's share of its row."
            : String.format(
                Locale.ROOT, "The %d most frequent of %,d.", shown.size(), names.size());
    return Optional.of(new ScoreTable("Confusions, " + set, note, head, rows));
  }

  private static List<String> mostFrequent(List<String> names, JsonNode all) {
    if (names.size() <= MOST_CONFUSED) {
      return names;
    }
    return IntStream.range(0, names.size())
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> -sum(all.path(names.get(i)))))
        .limit(MOST_CONFUSED)
        .sorted()
        .map(names::get)
        .toList();
  }

  private static double sum(JsonNode row) {
    double sum = 0;
    for (JsonNode count : row) {
      sum += count.asDouble();
    }
    return sum;
  }
}
