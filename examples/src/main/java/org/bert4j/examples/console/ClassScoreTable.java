package org.bert4j.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The scores of a model that classifies texts, as {@code results.json} has them, for people. */
public final class ClassScoreTable {
  /** More classes make no table that one can read. */
  private static final int MOST_COLUMNS = 20;

  private final PrintWriter out;

  /**
   * Makes a table.
   *
   * @param out where lines go
   */
  public ClassScoreTable(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints scores of classes, averages, and which classes were taken for which; of a regression its
   * figures.
   *
   * @param scores an evaluation as JSON
   */
  public void print(JsonNode scores) {
    JsonNode perClass = scores.path("per_class");
    List<String> names = new ArrayList<>();
    perClass.fieldNames().forEachRemaining(names::add);
    int width = ConfusionRows.width(names);
    if (!names.isEmpty()) {
      out.printf(Locale.ROOT, "%n%s  precision  recall      F1     texts%n", " ".repeat(width));
      for (Map.Entry<String, JsonNode> each : perClass.properties()) {
        String name = Printable.of(each.getKey());
        out.printf(
            Locale.ROOT,
            "%s  %9s  %6s  %6s  %,8d%n",
            name + " ".repeat(width - name.length()),
            ScoreLines.number(each.getValue().path("precision")),
            ScoreLines.number(each.getValue().path("recall")),
            ScoreLines.number(each.getValue().path("f1")),
            each.getValue().path("support").asLong());
      }
    }
    out.println();
    ScoreLines.print(out, scores);
    if (scores.has("confusion") && names.size() <= MOST_COLUMNS) {
      new ConfusionRows(out).print(scores.path("confusion"), "");
    }
    out.flush();
  }
}
