package org.bert4j.finetune.ner.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What was decided about a file while it was read, and what was left out, for people. */
final class ReadingNotes {
  private final Set<String> forms = new LinkedHashSet<>();
  private final Set<String> facts = new LinkedHashSet<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /** Notes the form of the file, or of some of its records, once each. */
  void form(String form) {
    forms.add(form);
  }

  /** Notes a decision. */
  void fact(String fact) {
    facts.add(fact);
  }

  /** Counts something, such as {@code duplicate spans merged}. */
  void count(String what) {
    counts.merge(what, 1, Integer::sum);
  }

  /** The forms, or what is to be said if none was noted. */
  String formOr(String otherwise) {
    return forms.isEmpty() ? otherwise : String.join("; ", forms);
  }

  /** Decisions and counts. */
  List<String> lines() {
    List<String> lines = new ArrayList<>(facts);
    counts.forEach((what, count) -> lines.add(String.format(Locale.ROOT, "%s: %,d", what, count)));
    return lines;
  }
}
