package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** The rows that one document has drawn or looked up, the choices in their cells made. */
final class Rows {
  private final Template.Scope scope;
  private final IntUnaryOperator chooser;
  private final Map<String, Value> lookups = new HashMap<>();
  private final Map<String, Set<String>> drawn = new HashMap<>();

  /**
   * What a variable is bound to.
   *
   * @param table table of the row, or null for a text or a number
   * @param cells cells of the row; else the text alone
   * @param type type of the entity that a text or number is, or null
   */
  record Value(Table table, List<String> cells, EntityType type) {
    String cell(String column) {
      return cells.get(table.indexOf(column));
    }
  }

  /**
   * For one document.
   *
   * @param scope what cells are expanded against
   * @param chooser gives a number below a bound
   */
  Rows(Template.Scope scope, IntUnaryOperator chooser) {
    this.scope = scope;
    this.chooser = chooser;
  }

  /**
   * Draws a row whose name the document has not drawn before.
   *
   * @throws IllegalArgumentException if none is left
   */
  Value draw(Table table, List<Grammar.Where> conditions) {
    Set<String> names = drawn.computeIfAbsent(table.name(), name -> new HashSet<>());
    List<Table.Row> rows = new ArrayList<>(table.rows());
    rows.removeIf(row -> names.contains(plain(row, 0)));
    for (Grammar.Where where : conditions) {
      String value = MarkedText.strip(where.value().expand(scope));
      int column = table.indexOf(where.column());
      rows.removeIf(row -> where.negated() == plain(row, column).equals(value));
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("no row of table " + table.name() + " is left to draw");
    }
    Table.Row row = rows.get(chooser.applyAsInt(rows.size()));
    names.add(plain(row, 0));
    return expand(table, row);
  }

  /**
   * The row of a name; the same one, choices included, wherever the document asks for it.
   *
   * @throws IllegalArgumentException if there is none
   */
  Value look(Table table, String name) {
    return lookups.computeIfAbsent(
        table.name() + '.' + name,
        key ->
            table.rows().stream()
                .filter(row -> plain(row, 0).equals(name))
                .findFirst()
                .map(row -> expand(table, row))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "table " + table.name() + " has no row " + name)));
  }

  private Value expand(Table table, Table.Row row) {
    return new Value(table, row.cells().stream().map(cell -> cell.expand(scope)).toList(), null);
  }

  /** A cell as it is written; one with a choice in it has no text to compare. */
  private static String plain(Table.Row row, int column) {
    return row.cells().get(column) instanceof Template.Literal literal ? literal.text() : "";
  }
}
