package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.random.RandomStream;
import org.bert4j.examples.sample.Grammar.Let;

/**
 * Writes one document: binds the variables of its type, then expands the steps of one of its plans.
 */
final class DocumentWriter implements Template.Scope {
  /** Table whose rows tell the words of the numbers. */
  static final String NUMBERS = "number";

  private final Grammar grammar;
  private final Grammar.DocumentType document;
  private final RandomStream random;
  private final Map<String, Rows.Value> variables = new HashMap<>();
  private final Rows rows = new Rows(this, this::uniform);

  DocumentWriter(Grammar grammar, Grammar.DocumentType document, RandomStream random) {
    this.grammar = grammar;
    this.document = document;
    this.random = random;
  }

  /**
   * Writes the sentences.
   *
   * @throws IllegalArgumentException naming the document, if a table has no fitting row
   */
  List<SampleSentence> write() {
    try {
      return sentences();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("document " + document.name() + ": " + e.getMessage(), e);
    }
  }

  private List<SampleSentence> sentences() {
    document.lets().forEach(let -> variables.put(let.name(), bind(let)));
    List<SampleSentence> sentences = new ArrayList<>();
    for (Grammar.Step step : document.plans().get(choose(document.plans().size()))) {
      if (step.optional() && random.nextInt(3) == 0) {
        continue;
      }
      List<String> rules = new ArrayList<>(step.rules());
      for (int i = 0; i < step.count(); i++) {
        for (String sentence : rule(rules.remove(choose(rules.size()))).split("//")) {
          sentences.add(MarkedText.sentence(sentence));
        }
      }
    }
    return sentences;
  }

  /** By Zipf's law, as words and turns of phrase come in texts: the i-th with weight i⁻². */
  @Override
  public int choose(int bound) {
    double total = 0;
    for (int i = 1; i <= bound; i++) {
      total += 1.0 / (i * i);
    }
    double ticket = total * random.nextDouble();
    for (int i = 1; i < bound; i++) {
      ticket -= 1.0 / (i * i);
      if (ticket < 0) {
        return i - 1;
      }
    }
    return bound - 1;
  }

  private int uniform(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public String resolve(Template.Reference reference) {
    String head = reference.head();
    if (!variables.containsKey(head) && document.rule(head, grammar) != null) {
      return rule(head);
    }
    Rows.Value value =
        variables.containsKey(head)
            ? variables.get(head)
            : rows.draw(grammar.tables().get(head), List.of());
    List<String> columns = reference.path().subList(1, reference.path().size());
    if (columns.isEmpty() && value.table() == null) {
      return MarkedText.mark(value.type(), value.cells().get(0));
    }
    return follow(value, columns);
  }

  /** The last cell of a path of columns, each but the last the name of a row in its own table. */
  private String follow(Rows.Value start, List<String> columns) {
    Rows.Value value = start;
    if (value.table() == null) {
      value = rows.look(grammar.tables().get(NUMBERS), value.cells().get(0));
    }
    for (int i = 0; i + 1 < columns.size(); i++) {
      String table = columns.get(i);
      value = rows.look(grammar.tables().get(table), value.cell(table));
    }
    int column = columns.isEmpty() ? 0 : value.table().indexOf(columns.get(columns.size() - 1));
    return MarkedText.mark(value.table().columns().get(column).type(), value.cells().get(column));
  }

  private String rule(String name) {
    Grammar.Rule rule = document.rule(name, grammar);
    Template template = rule.alternatives().get(choose(rule.alternatives().size()));
    return MarkedText.mark(rule.type(), template.expand(this));
  }

  private Rows.Value bind(Let let) {
    if (let instanceof Let.Draw draw) {
      return rows.draw(grammar.tables().get(draw.table()), draw.conditions());
    }
    if (let instanceof Let.Number number) {
      String value = Integer.toString(compute(number.terms()));
      return new Rows.Value(null, List.of(value), number.type());
    }
    Let.Text text = (Let.Text) let;
    return new Rows.Value(null, List.of(text.template().expand(this)), text.type());
  }

  private int compute(List<Grammar.Term> terms) {
    int result = 0;
    for (Grammar.Term term : terms) {
      int operand =
          term.variable() == null
              ? term.from() + random.nextInt(term.to() - term.from() + 1)
              : Integer.parseInt(variables.get(term.variable()).cells().get(0));
      result =
          switch (term.operator()) {
            case '+' -> result + operand;
            case '-' -> result - operand;
            default -> result * operand;
          };
    }
    return result;
  }
}
