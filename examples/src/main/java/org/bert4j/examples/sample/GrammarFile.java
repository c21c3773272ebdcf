package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.examples.sample.Grammar.Let;

/** One file of the sample corpus, in the form that the package's description gives. */
final class GrammarFile {
  private static final Pattern STATEMENT =
      Pattern.compile(
          "(plan) (.+)|(table|join|let) ([a-z]\\w*(?::[A-Z]+)?) = (.+)|(rule) ([a-z]\\w*(?::[A-Z]+)?)");

  private final String name;
  private final Map<String, Table> tables;
  private final Map<String, Grammar.Rule> rules = new LinkedHashMap<>();
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
    int next = 0;
    while (next < lines.size()) {
      Line statement = new Line(name, next + 1, lines.get(next).strip());
      List<Line> body = new ArrayList<>();
      for (next++; next < lines.size() && isPartOfBody(lines.get(next)); next++) {
        if (!isIgnored(lines.get(next))) {
          body.add(new Line(name, next + 1, lines.get(next).strip()));
        }
      }
      if (!isIgnored(statement.text())) {
        statement.read(text -> file.define(text, body));
      }
    }
    return file;
  }

  private static boolean isPartOfBody(String line) {
    return line.startsWith(" ") || isIgnored(line);
  }

  private static boolean isIgnored(String line) {
    return line.isBlank() || line.startsWith("#");
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

  private GrammarFile define(String text, List<Line> body) {
    Matcher statement = STATEMENT.matcher(text);
    if (!statement.matches()) {
      throw new IllegalArgumentException(
          "expected a table, join, let, plan or rule, not \"" + text + "\"");
    }
    boolean hasBody = !text.startsWith("let ") && !text.startsWith("plan ");
    if (hasBody == body.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "\"%s\" %s indented lines", text, hasBody ? "needs" : "has no"));
    }
    if (statement.group(1) != null) {
      plans.add(PlanParser.parse(statement.group(2)));
    } else if (statement.group(6) != null) {
      rule(TableParser.column(statement.group(7)), body);
    } else {
      define(statement.group(3), TableParser.column(statement.group(4)), statement.group(5), body);
    }
    return this;
  }

  private void define(String kind, Table.Column column, String value, List<Line> body) {
    String table = column.name();
    switch (kind) {
      case "table" -> tables.put(table, TableParser.table(table, value, body));
      case "join" -> tables.put(table, TableParser.join(table, value, body, tables));
      default -> lets.add(LetParser.parse(column, value, tables));
    }
  }

  private void rule(Table.Column column, List<Line> body) {
    List<Template> alternatives =
        body.stream().map(line -> line.read(TemplateParser::parse)).toList();
    if (rules.put(column.name(), new Grammar.Rule(column.type(), alternatives)) != null) {
      throw new IllegalArgumentException("there are two rules " + column.name());
    }
  }
}
