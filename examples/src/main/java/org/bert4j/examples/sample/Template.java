package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A text with alternatives and references, as {@link TemplateParser} reads it. */
sealed interface Template {
  /** What a template is expanded against. */
  interface Scope {
    /** The text that a reference stands for. */
    String resolve(Reference reference);

    /** A number from 0 to {@code bound} − 1. */
    int choose(int bound);
  }

  /** Writes the template out, making every choice. */
  String expand(Scope scope);

  /** Shows every reference in the template, chosen or not. */
  void forEachReference(Consumer<Reference> action);

  /** Plain text. */
  record Literal(String text) implements Template {
    @Override
    public String expand(Scope scope) {
      return text;
    }

    @Override
    public void forEachReference(Consumer<Reference> action) {}
  }

  /** {@code {head.column…}}, or {@code {^head.column…}} to start with a capital letter. */
  record Reference(List<String> path, boolean capitalized) implements Template {
    public Reference {
      path = List.copyOf(path);
    }

    /** The variable, rule or table that is referred to. */
    String head() {
      return path.get(0);
    }

    @Override
    public String expand(Scope scope) {
      String text = scope.resolve(this);
      return capitalized ? MarkedText.capitalize(text) : text;
    }

    @Override
    public void forEachReference(Consumer<Reference> action) {
      action.accept(this);
    }

    @Override
    public String toString() {
      return "{" + String.join(".", path) + "}";
    }
  }

  /** {@code [a/b/c]}: one of them, the first the likeliest. */
  record Choice(List<Template> alternatives) implements Template {
    public Choice {
      alternatives = List.copyOf(alternatives);
    }

    @Override
    public String expand(Scope scope) {
      return alternatives.get(scope.choose(alternatives.size())).expand(scope);
    }

    @Override
    public void forEachReference(Consumer<Reference> action) {
      alternatives.forEach(alternative -> alternative.forEachReference(action));
    }
  }

  /** One part after the other. */
  record Sequence(List<Template> parts) implements Template {
    public Sequence {
      parts = List.copyOf(parts);
    }

    @Override
    public String expand(Scope scope) {
      List<String> texts = new ArrayList<>(parts.size());
      for (Template part : parts) {
        texts.add(part.expand(scope));
      }
      return String.join("", texts);
    }

    @Override
    public void forEachReference(Consumer<Reference> action) {
      parts.forEach(part -> part.forEachReference(action));
    }
  }
}
