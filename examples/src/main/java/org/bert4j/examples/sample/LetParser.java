package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bert4j.examples.sample.Grammar.Let;

/** Reads what a variable is bound to: a row of a table, a number, or else a text. */
final class LetParser {
  private static final Pattern DRAW = Pattern.compile("([a-z]\\w*)(?: where (.+))?");
  private static final Pattern CONDITION = Pattern.compile("([a-z]\\w*) is (not )?(.+)");
  private static final String OPERAND = "(?:\\d+(?:\\.\\.\\d+)?|[a-z]\\w*)";
  private static final Pattern NUMBER =
      Pattern.compile("\\d+(?:\\.\\.\\d+)?|" + OPERAND + "(?: [+*-] " + OPERAND + ")++");
  private static final Pattern TERM =
      Pattern.compile("(?:([+*-]) )?(?:(\\d+)(?:\\.\\.(\\d+))?|([a-z]\\w*))");

  private LetParser() {}

  /**
   * Reads a binding.
   *
   * @param column name and type of the variable
   * @param value text behind the equals sign
   * @param tables tables that rows can be drawn from
   */
  static Let parse(Table.Column column, String value, Map<String, Table> tables) {
    Matcher draw = DRAW.matcher(value);
    if (draw.matches() && tables.containsKey(draw.group(1))) {
      return draw(column, draw, tables.get(draw.group(1)));
    }
    return NUMBER.matcher(value).matches()
        ? new Let.Number(column.name(), column.type(), terms(value))
        : new Let.Text(column.name(), column.type(), TemplateParser.parse(value));
  }

  private static Let draw(Table.Column column, Matcher draw, Table table) {
    if (column.type() != null) {
      throw new IllegalArgumentException(
          "the columns of table " + table.name() + " have their own types; drop " + column.type());
    }
    List<Grammar.Where> conditions = new ArrayList<>();
    if (draw.group(2) != null) {
      for (String condition : draw.group(2).split(" and ")) {
        conditions.add(condition(condition, table));
      }
    }
    return new Let.Draw(column.name(), table.name(), conditions);
  }

  private static Grammar.Where condition(String text, Table table) {
    Matcher condition = CONDITION.matcher(text);
    if (!condition.matches() || table.indexOf(condition.group(1)) < 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "table %s: expected COLUMN is [not] VALUE, not \"%s\"",
              table.name(),
              text));
    }
    Template value = TemplateParser.parse(condition.group(3));
    return new Grammar.Where(condition.group(1), condition.group(2) != null, value);
  }

  private static List<Grammar.Term> terms(String value) {
    List<Grammar.Term> terms = new ArrayList<>();
    Matcher term = TERM.matcher(value);
    while (term.find()) {
      char operator = term.group(1) == null ? '+' : term.group(1).charAt(0);
      int from = term.group(2) == null ? 0 : Integer.parseInt(term.group(2));
      int to = term.group(3) == null ? from : Integer.parseInt(term.group(3));
      if (to < from) {
        throw new IllegalArgumentException("an empty range in \"" + value + "\"");
      }
      terms.add(new Grammar.Term(operator, term.group(4), from, to));
    }
    return terms;
  }
}
