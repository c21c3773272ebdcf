package org.bert4j.pretrain.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bert4j.common.train.RandomStream;

/**
 * Writes one document: binds the variables of its type, then expands the steps of one of its plans.
 */
final class DocumentWriter implements Template.Scope {
  /** Table whose rows tell the words of the numbers. */
  static final String NUMBERS = "number";

  /** What a variable is bound to: a row with its cells expanded, or a text if the table is null. */
  private record Value(Table table, List<String> cells, EntityType type) {}

  private final Grammar grammar;
  private final Grammar.DocumentType document;
  private final RandomStream random;
  private final Map<String, Value> variables = new HashMap<>();
  private final Map<String, Value> lookups = new HashMap<>();
  private final Map<String, Set<String>> drawn = new HashMap<>();

  DocumentWriter(Grammar grammar, Grammar.DocumentType document, RandomStream random) {
    this.grammar = grammar;
    this.document = document;
    this.random = random;
  }

  /** Writes the sentences. */
  List<SampleSentence> write() {
    document.lets().forEach(let -> variables.put(let.name(), bind(let)));
    List<SampleSentence> sentences = new ArrayList<>();
    for (Grammar.Step step : document.plans().get(choose(document.plans().size()))) {
      if (step.optional() && choose(3) == 0) {
        continue;
      }
      List<String> rules = new ArrayList<>(step.rules());
      for (int i = 0; i < step.count(); i++) {
        String text = rule(rules.remove(choose(rules.size())));
        for (String sentence : text.split("//")) {
          sentences.add(MarkedText.sentence(sentence));
        }
      }
    }
    return sentences;
  }

  @Override
  public int choose(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public String resolve(Template.Reference reference) {
    List<String> path = reference.path();
    Value value = variables.get(reference.head());
    if (value == null && document.rule(reference.head(), grammar) != null) {
      return rule(reference.head());
    }
    if (value == null) {
      value = draw(grammar.tables().get(reference.head()), List.of());
    }
    if (path.size() > 1 && value.table == null) {
      value = look(grammar.tables().get(NUMBERS), value.cells.get(0));
    }
    for (String column : path.subList(1, Math.max(1, path.size() - 1))) {
      value = look(grammar.tables().get(column), cell(value, column));
    }
    if (value.table == null) {
      return MarkedText.mark(value.type, value.cells.get(0));
    }
    int column = path.size() == 1 ? 0 : value.table.indexOf(path.get(path.size() - 1));
    return MarkedText.mark(value.table.columns().get(column).type(), value.cells.get(column));
  }

  private String rule(String name) {
    Grammar.Rule rule = document.rule(name, grammar);
    Template template = rule.alternatives().get(choose(rule.alternatives().size()));
    return MarkedText.mark(rule.type(), template.expand(this));
  }

  private Value bind(Grammar.Let let) {
    if (let instanceof Grammar.Let.Draw draw) {
      return draw(grammar.tables().get(draw.table()), draw.conditions());
    }
    if (let instanceof Grammar.Let.Number number) {
      return new Value(null, List.of(Integer.toString(compute(number.terms()))), number.type());
    }
    Grammar.Let.Text text = (Grammar.Let.Text) let;
    return new Value(null, List.of(text.template().expand(this)), text.type());
  }

  private int compute(List<Grammar.Term> terms) {
    int result = 0;
    for (Grammar.Term term : terms) {
      int operand =
          term.variable() == null
              ? term.from() + choose(term.to() - term.from() + 1)
              : Integer.parseInt(variables.get(term.variable()).cells.get(0));
      result =
          switch (term.operator()) {
            case '+' -> result + operand;
            case '-' -> result - operand;
            default -> result * operand;
          };
    }
    return result;
  }

  /** Draws a row whose name the document has not drawn before. */
  private Value draw(Table table, List<Grammar.Where> conditions) {
    Set<String> names = drawn.computeIfAbsent(table.name(), name -> new HashSet<>());
    List<Table.Row> rows = new ArrayList<>(table.rows());
    rows.removeIf(row -> names.contains(plain(row, 0)));
    for (Grammar.Where where : conditions) {
      String value = MarkedText.strip(where.value().expand(this));
      int column = table.indexOf(where.column());
      rows.removeIf(row -> where.negated() == plain(row, column).equals(value));
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(
          "document " + document.name() + ": no row of table " + table.name() + " is left to draw");
    }
    Table.Row row = rows.get(choose(rows.size()));
    names.add(plain(row, 0));
    return expand(table, row);
  }

  /** The row of this key; the same one, choices included, wherever the document asks for it. */
  private Value look(Table table, String key) {
    return lookups.computeIfAbsent(
        table.name() + '.' + key,
        name ->
            table.rows().stream()
                .filter(row -> plain(row, 0).equals(key))
                .findFirst()
                .map(row -> expand(table, row))
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "document %s: table %s has no row %s"
                                .formatted(document.name(), table.name(), key))));
  }

  private Value expand(Table table, Table.Row row) {
    return new Value(table, row.cells().stream().map(cell -> cell.expand(this)).toList(), null);
  }

  private static String cell(Value value, String column) {
    return value.cells.get(value.table.indexOf(column));
  }

  private static String plain(Table.Row row, int column) {
    return row.cells().get(column) instanceof Template.Literal literal ? literal.text() : "";
  }
}
