package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.List;

/**
 * Things of one kind and what is known about them. The first column is a row's name and key.
 *
 * @param name name of the table
 * @param columns what is known, the key first
 * @param rows the things, a cell a column
 */
record Table(String name, List<Column> columns, List<Row> rows) {
  /**
   * A column; its cells are entities unless the type is null.
   *
   * @param name name of the column
   * @param type type of the entities in it, or null
   */
  record Column(String name, EntityType type) {}

  /**
   * One thing.
   *
   * @param cells a template a column
   */
  record Row(List<Template> cells) {
    Row {
      cells = List.copyOf(cells);
    }
  }

  Table {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /** Position of a column, or −1 where there is none of this name. */
  int indexOf(String column) {
    for (int i = 0; i < columns.size(); i++) {
      if (columns.get(i).name().equals(column)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Every row of one table beside every row of another, the first table's columns first, with
   * columns made of both behind them.
   *
   * @param derived a column and its template, whose references name columns of both tables
   */
  static Table join(String name, Table left, Table right, List<DerivedColumn> derived) {
    List<Column> columns = new ArrayList<>(left.columns);
    columns.addAll(right.columns);
    Table plain = new Table(name, columns, List.of());
    derived.forEach(d -> columns.add(d.column()));
    List<Row> rows = new ArrayList<>();
    for (Row first : left.rows) {
      for (Row second : right.rows) {
        List<Template> cells = new ArrayList<>(first.cells);
        cells.addAll(second.cells);
        derived.forEach(d -> cells.add(plain.substitute(d.template(), List.copyOf(cells))));
        rows.add(new Row(cells));
      }
    }
    return new Table(name, columns, rows);
  }

  /**
   * A column of a join.
   *
   * @param column its name and type
   * @param template its text, made of other columns
   */
  record DerivedColumn(Column column, Template template) {}

  private Template substitute(Template template, List<Template> cells) {
    return new Template.Literal(
        template.expand(
            new Template.Scope() {
              @Override
              public String resolve(Template.Reference reference) {
                int column = indexOf(reference.head());
                if (column < 0 || reference.path().size() > 1) {
                  throw new IllegalArgumentException(
                      "join " + name + " has no column " + reference);
                }
                return cells.get(column).expand(this);
              }

              @Override
              public int choose(int bound) {
                throw new IllegalArgumentException(
                    "join " + name + ": its columns cannot hold a choice");
              }
            }));
  }
}
