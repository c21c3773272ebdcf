package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads tables and joins of tables. */
final class TableParser {
  private static final Pattern NAME = Pattern.compile("([a-z]\\w*)(?::([A-Z]+))?");

  private TableParser() {}

  /** Reads a table from its columns and the lines of its rows. */
  static Table table(String name, String header, List<Line> body) {
    List<Table.Column> columns =
        Arrays.stream(header.split(" \\| ")).map(TableParser::column).toList();
    List<Table.Row> rows =
        body.stream().map(line -> line.read(text -> row(text, columns.size()))).toList();
    return new Table(name, columns, rows);
  }

  /** Reads a join from the names of its tables and the lines of its derived columns. */
  static Table join(String name, String parts, List<Line> body, Map<String, Table> tables) {
    List<String> names = List.of(parts.split(" "));
    if (names.size() != 2 || !tables.keySet().containsAll(names)) {
      throw new IllegalArgumentException("a join needs two tables, not \"" + parts + "\"");
    }
    List<Table.DerivedColumn> derived = new ArrayList<>();
    for (Line line : body) {
      derived.add(line.read(TableParser::derivedColumn));
    }
    return Table.join(name, tables.get(names.get(0)), tables.get(names.get(1)), derived);
  }

  /**
   * Reads a name and, behind a colon, its type.
   *
   * @throws IllegalArgumentException if it is no name or there is no such type
   */
  static Table.Column column(String text) {
    Matcher matcher = NAME.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a name is like city or city:LOC, not \"" + text + "\"");
    }
    String type = matcher.group(2);
    for (EntityType known : EntityType.values()) {
      if (known.name().equals(type)) {
        return new Table.Column(matcher.group(1), known);
      }
    }
    if (type != null) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "a type is one of %s, not %s",
              Arrays.toString(EntityType.values()),
              type));
    }
    return new Table.Column(matcher.group(1), null);
  }

  private static Table.Row row(String text, int columns) {
    String[] cells = text.split(" *\\| *", -1);
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "a row of %d cells has %d: \"%s\"", columns, cells.length, text));
    }
    List<Template> templates = Arrays.stream(cells).map(TemplateParser::parse).toList();
    templates.forEach(template -> template.forEachReference(TableParser::refuse));
    return new Table.Row(templates);
  }

  private static void refuse(Template.Reference reference) {
    throw new IllegalArgumentException("a cell cannot refer to " + reference);
  }

  private static Table.DerivedColumn derivedColumn(String text) {
    String[] parts = text.split(" = ", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("expected NAME = TEXT, not \"" + text + "\"");
    }
    return new Table.DerivedColumn(column(parts[0]), TemplateParser.parse(parts[1]));
  }
}
