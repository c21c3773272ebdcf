package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bert4j.examples.report.ScoreTable.Cell;

/** Compares runs: a table for each kind of them, a row a run. */
final class ResultTables {
  private ResultTables() {}

  static List<ScoreTable> of(List<RunRecord> runs) {
    Map<RunKind, List<RunRecord>> kinds = new LinkedHashMap<>();
    runs.forEach(run -> kinds.computeIfAbsent(run.kind(), kind -> new ArrayList<>()).add(run));
    List<ScoreTable> tables = new ArrayList<>();
    kinds.forEach((kind, same) -> tables.add(table(kind, same)));
    return tables;
  }

  private static ScoreTable table(RunKind kind, List<RunRecord> runs) {
    Set<String> columns = new LinkedHashSet<>();
    List<Map<String, JsonNode>> figures = new ArrayList<>();
    for (RunRecord run : runs) {
      Map<String, JsonNode> row = new LinkedHashMap<>();
      Map<String, JsonNode> sets = ScoreTables.sets(run);
      sets.forEach(
          (set, scores) -> {
            String prefix = set.equals("held out") ? "" : set + " ";
            ScoreTables.scalars(scores).stream()
                .filter(key -> !scores.path(key).isIntegralNumber()) // counts of the data
                .forEach(key -> row.put(prefix + Words.of(key), scores.path(key)));
          });
      columns.addAll(row.keySet());
      figures.add(row);
    }
    List<String> head = new ArrayList<>(List.of("run"));
    head.addAll(columns);
    List<List<Cell>> rows = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      RunRecord run = runs.get(i);
      String unfinished = run.results().isPresent() ? "" : " (not finished)";
      List<Cell> row = new ArrayList<>(List.of(Cell.of(run.path() + unfinished)));
      for (String column : columns) {
        JsonNode value = figures.get(i).get(column);
        row.add(Cell.of(value == null ? "–" : Words.of(value)));
      }
      rows.add(row);
    }
    return new ScoreTable(kind.title(), "", head, rows);
  }
}
