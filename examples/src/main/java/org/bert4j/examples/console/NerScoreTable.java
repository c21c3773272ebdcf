package org.bert4j.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The scores of a model for entities, as {@code results.json} has them, to be read by people. */
public final class NerScoreTable {
  private final PrintWriter out;

  /**
   * Makes a table.
   *
   * @param out where lines go
   */
  public NerScoreTable(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints scores of types and averages, and which types were taken for which.
   *
   * @param scores an evaluation as JSON
   */
  public void print(JsonNode scores) {
    List<String> types = new ArrayList<>();
    scores.path("confusion").fieldNames().forEachRemaining(types::add);
    int width = ConfusionRows.width(types);
    out.printf(Locale.ROOT, "%n%s  precision  recall      F1  entities%n", " ".repeat(width));
    for (Map.Entry<String, JsonNode> type : scores.path("per_type").properties()) {
      print(Printable.of(type.getKey()), width, type.getValue());
    }
    print("micro", width, scores);
    print("macro", width, scores.path("macro"));
    print("weighted", width, scores.path("weighted"));
    out.printf(
        Locale.ROOT,
        "%nwords with the right tag: %s of %,d%n",
        number(scores.path("accuracy")),
        scores.path("words").asLong());
    new ConfusionRows(out).print(scores.path("confusion"), "O: missed or spurious");
    out.flush();
  }

  private void print(String name, int width, JsonNode score) {
    out.printf(
        Locale.ROOT,
        "%s  %9s  %6s  %6s  %,8d%n",
        name + " ".repeat(width - name.length()),
        number(score.path("precision")),
        number(score.path("recall")),
        number(score.path("f1")),
        score.path("support").asLong());
  }

  private static String number(JsonNode value) {
    return value.isNull() ? "-" : String.format(Locale.ROOT, "%.4f", value.asDouble());
  }
}
