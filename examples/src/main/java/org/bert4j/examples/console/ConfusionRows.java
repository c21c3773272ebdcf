package org.bert4j.examples.console;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was taken for what, as {@code results.json} has it, to be read by people. */
final class ConfusionRows {
  private static final int MIN_WIDTH = 8;

  private final PrintWriter out;

  ConfusionRows(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints a table.
   *
   * @param confusion by annotated and predicted name
   * @param note what is to be known beside, or an empty text
   */
  void print(JsonNode confusion, String note) {
    List<String> names = new ArrayList<>();
    confusion.fieldNames().forEachRemaining(names::add);
    int width = width(names);
    out.printf(
        Locale.ROOT,
        "%nannotated (rows) taken for (columns)%s%n",
        note.isEmpty() ? "" : "; " + note);
    out.print(" ".repeat(width));
    names.forEach(name -> out.print("  " + padded(Printable.of(name), MIN_WIDTH)));
    out.println();
    for (String annotated : names) {
      String name = Printable.of(annotated);
      out.print(name + " ".repeat(width - name.length()));
      for (String predicted : names) {
        String cell =
            String.format(Locale.ROOT, "%,d", confusion.path(annotated).path(predicted).asLong());
        out.print("  " + padded(cell, Math.max(Printable.of(predicted).length(), MIN_WIDTH)));
      }
      out.println();
    }
  }

  /** Width of a column of names. */
  static int width(List<String> names) {
    return Math.max(
        MIN_WIDTH, names.stream().map(Printable::of).mapToInt(String::length).max().orElse(0));
  }

  private static String padded(String text, int width) {
    return " ".repeat(Math.max(0, width - text.length())) + text;
  }
}
