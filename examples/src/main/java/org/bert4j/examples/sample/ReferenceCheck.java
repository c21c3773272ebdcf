package org.bert4j.examples.sample;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.examples.sample.Grammar.DocumentType;
import org.bert4j.examples.sample.Grammar.Let;

/** Checks before anything is written that every reference of every document leads somewhere. */
final class ReferenceCheck {
  private final Grammar grammar;

  ReferenceCheck(Grammar grammar) {
    this.grammar = grammar;
  }

  /**
   * Checks all documents.
   *
   * @throws IllegalArgumentException naming the document and what it refers to in vain
   */
  void run() {
    for (DocumentType document : grammar.documents()) {
      Map<String, Table> variables = new HashMap<>();
      for (Let let : document.lets()) {
        check(document, let, variables);
        variables.put(let.name(), table(let));
      }
      document.plans().forEach(plan -> plan.forEach(step -> check(document, step)));
      document.rules().values().forEach(rule -> check(document, rule, variables));
    }
  }

  /** The table that a variable's row is from; the numbers' for a number, null for a text. */
  private Table table(Let let) {
    if (let instanceof Let.Draw draw) {
      return grammar.tables().get(draw.table());
    }
    return let instanceof Let.Number ? grammar.tables().get(DocumentWriter.NUMBERS) : null;
  }

  private void check(DocumentType document, Let let, Map<String, Table> variables) {
    if (let instanceof Let.Text text) {
      text.template().forEachReference(r -> check(document, r, variables));
    } else if (let instanceof Let.Draw draw) {
      for (Grammar.Where where : draw.conditions()) {
        where.value().forEachReference(r -> check(document, r, variables));
      }
    } else if (let instanceof Let.Number number) {
      for (Grammar.Term term : number.terms()) {
        require(
            term.variable() == null || variables.containsKey(term.variable()),
            document,
            "no number " + term.variable());
      }
    }
  }

  private void check(DocumentType document, Grammar.Step step) {
    for (String rule : step.rules()) {
      require(document.rules().containsKey(rule), document, "no rule for the step " + rule);
    }
  }

  private void check(DocumentType document, Grammar.Rule rule, Map<String, Table> variables) {
    rule.alternatives().forEach(a -> a.forEachReference(r -> check(document, r, variables)));
  }

  private void check(
      DocumentType document, Template.Reference reference, Map<String, Table> variables) {
    String head = reference.head();
    Grammar.Rule rule = document.rule(head, grammar);
    Table table = grammar.tables().get(head);
    if (variables.containsKey(head)) {
      table = variables.get(head);
    } else if (rule != null) {
      table = null;
      check(document, rule, variables);
    } else {
      require(table != null, document, "nothing of the name " + head);
    }
    List<String> columns = reference.path().subList(1, reference.path().size());
    for (int i = 0; i < columns.size(); i++) {
      boolean known = table != null && table.indexOf(columns.get(i)) >= 0;
      require(known, document, "no column " + columns.get(i) + " for " + reference);
      if (i + 1 < columns.size()) {
        table = grammar.tables().get(columns.get(i));
      }
    }
  }

  private static void require(boolean condition, DocumentType document, String message) {
    if (!condition) {
      throw new IllegalArgumentException("document " + document.name() + ": there is " + message);
    }
  }
}
