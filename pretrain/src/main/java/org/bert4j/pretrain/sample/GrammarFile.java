package org.bert4j.pretrain.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.pretrain.sample.Grammar.Let;

/**
 * One file of the sample corpus, in the form that the package's description gives: statements, some
 * with indented lines below them.
 */
final class GrammarFile {
  private static final Pattern STATEMENT =
      Pattern.compile("(?:(plan)|(table|join|rule|let) ([^ =]+))(?: (?:= )?(.+))?");
  private static final Pattern COLUMN = Pattern.compile("([a-z]\\w*)(?::([A-Z]+))?");
  private static final Pattern STEP =
      Pattern.compile("([a-z]\\w*)(\\?)?|([1-9])\\(([a-z]\\w*(?: [a-z]\\w*)+)\\)");

  /** A line and where it stands. */
  private record Line(int number, String text) {}

  private final String name;
  private final Map<String, Table> tables;
  private final Map<String, Grammar.Rule> rules = new HashMap<>();
  private final List<Let> lets = new ArrayList<>();
  private final List<List<Grammar.Step>> plans = new ArrayList<>();

  private GrammarFile(String name, Map<String, Table> tables) {
    this.name = name;
    this.tables = tables;
  }

  /**
   * Reads a file.
   *
   * @param name what messages call it
   * @param lines its lines
   * @param tables tables read so far; those of the file are added
   * @throws IllegalArgumentException naming file and line, if it is not in the right form
   */
  static GrammarFile read(String name, List<String> lines, Map<String, Table> tables) {
    GrammarFile file = new GrammarFile(name, tables);
    Line statement = null;
    List<Line> body = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i);
      if (text.isBlank() || text.startsWith("#")) {
        continue;
      }
      Line line = new Line(i + 1, text.strip());
      if (text.startsWith(" ")) {
        body.add(line);
      } else {
        file.statement(statement, body);
        statement = line;
        body = new ArrayList<>();
      }
    }
    file.statement(statement, body);
    return file;
  }

  /** The rules of the file, by name. */
  Map<String, Grammar.Rule> rules() {
    return rules;
  }

  /** What the file says as the description of a kind of document. */
  Grammar.DocumentType document(String type, int weight) {
    if (plans.isEmpty()) {
      throw new IllegalArgumentException(name + ": a document needs a plan");
    }
    return new Grammar.DocumentType(type, weight, lets, plans, rules);
  }

  private void statement(Line line, List<Line> body) {
    if (line == null && body.isEmpty()) {
      return;
    }
    Line first = line == null ? body.get(0) : line;
    at(
        first,
        text -> {
          Matcher matcher = STATEMENT.matcher(text);
          if (line == null || !matcher.matches()) {
            throw new IllegalArgumentException(
                "expected table, join, rule, let or plan, not \"" + text + "\"");
          }
          boolean hasBody = matcher.group(2) != null && !matcher.group(2).equals("let");
          if (hasBody == body.isEmpty()) {
            throw new IllegalArgumentException(
                "\"%s\" %s indented lines".formatted(text, hasBody ? "needs" : "has no"));
          }
          define(matcher, body);
          return null;
        });
  }

  private void define(Matcher statement, List<Line> body) {
    String value = statement.group(4);
    if (statement.group(1) != null) {
      plans.add(steps(value));
      return;
    }
    Table.Column name = column(statement.group(3));
    switch (statement.group(2)) {
      case "table" -> table(name.name(), value, body);
      case "join" -> join(name.name(), value, body);
      case "let" -> lets.add(LetParser.parse(name, value, tables));
      default -> rules.put(name.name(), new Grammar.Rule(name.type(), templates(body)));
    }
  }

  private void table(String table, String header, List<Line> body) {
    List<Table.Column> columns =
        Arrays.stream(header.split(" \\| ")).map(GrammarFile::column).toList();
    List<Table.Row> rows = new ArrayList<>();
    for (Line line : body) {
      rows.add(at(line, text -> row(text, columns.size())));
    }
    tables.put(table, new Table(table, columns, rows));
  }

  private static Table.Row row(String text, int columns) {
    String[] cells = text.split(" *\\| *", -1);
    if (cells.length != columns) {
      throw new IllegalArgumentException(
          "a row of %d cells has %d: \"%s\"".formatted(columns, cells.length, text));
    }
    return new Table.Row(Arrays.stream(cells).map(TemplateParser::parse).toList());
  }

  private void join(String table, String parts, List<Line> body) {
    String[] names = parts.split(" ");
    if (names.length != 2 || !tables.keySet().containsAll(List.of(names))) {
      throw new IllegalArgumentException("a join needs two tables, not \"" + parts + "\"");
    }
    List<Table.DerivedColumn> derived = new ArrayList<>();
    for (Line line : body) {
      derived.add(at(line, GrammarFile::derivedColumn));
    }
    tables.put(table, Table.join(table, tables.get(names[0]), tables.get(names[1]), derived));
  }

  private static Table.DerivedColumn derivedColumn(String text) {
    String[] parts = text.split(" = ", 2);
    if (parts.length != 2) {
      throw new IllegalArgumentException("expected NAME = TEXT, not \"" + text + "\"");
    }
    return new Table.DerivedColumn(column(parts[0]), TemplateParser.parse(parts[1]));
  }

  private List<Template> templates(List<Line> body) {
    return body.stream().map(line -> at(line, TemplateParser::parse)).toList();
  }

  private static List<Grammar.Step> steps(String plan) {
    List<Grammar.Step> steps = new ArrayList<>();
    Matcher step = STEP.matcher(plan);
    if (!plan.matches("(?:" + STEP + ")(?: (?:" + STEP + "))*")) {
      throw new IllegalArgumentException(
          "a plan has steps a, b? and 2(c d e), not \"" + plan + "\"");
    }
    while (step.find()) {
      boolean single = step.group(1) != null;
      steps.add(
          new Grammar.Step(
              List.of((single ? step.group(1) : step.group(4)).split(" ")),
              single ? 1 : Integer.parseInt(step.group(3)),
              step.group(2) != null));
    }
    return steps;
  }

  private static Table.Column column(String text) {
    Matcher matcher = COLUMN.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("a name is like city or city:LOC, not \"" + text + "\"");
    }
    return new Table.Column(
        matcher.group(1), matcher.group(2) == null ? null : EntityType.valueOf(matcher.group(2)));
  }

  /** Reads a line; what is wrong with it is reported with its place. */
  private <T> T at(Line line, Function<String, T> reader) {
    try {
      return reader.apply(line.text());
    } catch (IllegalArgumentException e) {
      if (e.getMessage().startsWith(name + ":")) {
        throw e;
      }
      throw new IllegalArgumentException(name + ":" + line.number() + ": " + e.getMessage(), e);
    }
  }
}
