package org.bert4j.examples.sample;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the documents of one language are written from.
 *
 * @param tables by name
 * @param rules that all documents share, by name
 * @param documents kinds of document
 */
record Grammar(Map<String, Table> tables, Map<String, Rule> rules, List<DocumentType> documents) {
  /** Copies the collections. */
  Grammar {
    tables = inOrder(tables);
    rules = inOrder(rules);
    documents = List.copyOf(documents);
  }

  /** An unmodifiable copy that keeps the order of the files, so that mistakes are found in it. */
  private static <V> Map<String, V> inOrder(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /**
   * Ways of saying one thing.
   *
   * @param type type of the entity that it is as a whole, or null
   * @param alternatives templates, the likelier ones first
   */
  record Rule(EntityType type, List<Template> alternatives) {
    Rule {
      alternatives = List.copyOf(alternatives);
    }
  }

  /**
   * A kind of document.
   *
   * @param name name of the kind
   * @param weight how often it is written, relative to the others
   * @param lets its variables, in the order they are bound
   * @param plans orders of its steps, the likelier ones first
   * @param rules its steps and other rules, by name
   */
  record DocumentType(
      String name, int weight, List<Let> lets, List<List<Step>> plans, Map<String, Rule> rules) {
    DocumentType {
      lets = List.copyOf(lets);
      plans = List.copyOf(plans);
      rules = inOrder(rules);
    }

    /** The rule of this name: the document's own, else the shared one, else null. */
    Rule rule(String rule, Grammar grammar) {
      return rules.containsKey(rule) ? rules.get(rule) : grammar.rules.get(rule);
    }
  }

  /**
   * Part of a plan: some of its rules are written, in random order.
   *
   * @param rules names of rules
   * @param count how many of them are taken
   * @param optional whether the step is left out one time in three
   */
  record Step(List<String> rules, int count, boolean optional) {
    Step {
      rules = List.copyOf(rules);
      if (count < 1 || count > rules.size()) {
        throw new IllegalArgumentException(
            "a step takes 1 to " + rules.size() + " of its rules, not " + count);
      }
    }
  }

  /** What a variable is bound to when a document begins. */
  sealed interface Let {
    /** The variable. */
    String name();

    /**
     * A row of a table.
     *
     * @param name the variable
     * @param table name of the table
     * @param conditions what the row must fulfil
     */
    record Draw(String name, String table, List<Where> conditions) implements Let {
      public Draw {
        conditions = List.copyOf(conditions);
      }
    }

    /**
     * A number: {@code terms.get(0)}, with each further term added, subtracted or multiplied.
     *
     * @param name the variable
     * @param type type of the entity that the number is, or null
     * @param terms what is computed, from left to right
     */
    record Number(String name, EntityType type, List<Term> terms) implements Let {
      public Number {
        terms = List.copyOf(terms);
      }
    }

    /**
     * A text, written once and used as it is.
     *
     * @param name the variable
     * @param type type of the entity that the text is, or null
     * @param template the text
     */
    record Text(String name, EntityType type, Template template) implements Let {}
  }

  /**
   * A condition on a row.
   *
   * @param column name of a column
   * @param negated whether the cell must differ from the value
   * @param value what the cell is compared to
   */
  record Where(String column, boolean negated, Template value) {}

  /**
   * A term of a number.
   *
   * @param operator {@code +}, {@code -} or {@code *}
   * @param variable variable whose number it is, or null for one between the bounds
   * @param from lower bound
   * @param to upper bound, inclusive
   */
  record Term(char operator, String variable, int from, int to) {}
}
