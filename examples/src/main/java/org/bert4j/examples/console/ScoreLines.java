package org.bert4j.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** The figures of an evaluation, one a line. */
public final class ScoreLines {
  private ScoreLines() {}

  /**
   * Prints the numbers of an evaluation in their order, counts whole.
   *
   * @param out where to
   * @param scores an evaluation as JSON
   */
  public static void print(PrintWriter out, JsonNode scores) {
    for (Map.Entry<String, JsonNode> each : scores.properties()) {
      if (each.getValue().isNumber()) {
        String name = each.getKey().replace('_', ' ');
        out.printf(Locale.ROOT, "%s %s%n", name, number(each.getValue()));
      }
    }
    out.flush();
  }

  /** A count, or four digits of a share; a dash where there is none. */
  static String number(JsonNode value) {
    if (value.isNull()) {
      return "-";
    }
    return value.isIntegralNumber()
        ? String.format(Locale.ROOT, "%,d", value.asLong())
        : String.format(Locale.ROOT, "%.4f", value.asDouble());
  }
}
