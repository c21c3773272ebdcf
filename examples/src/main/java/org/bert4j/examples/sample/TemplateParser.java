package org.bert4j.examples.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads a {@link Template}: text with <code>{references}</code> and {@code [alter/natives]}. */
final class TemplateParser {
  private static final Pattern PATH = Pattern.compile("\\^?[a-z]\\w*(\\.[a-z]\\w*)*+");

  private final String text;
  private int position;

  private TemplateParser(String text) {
    this.text = text;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if a bracket is open or stray, or a reference is no path
   */
  static Template parse(String text) {
    TemplateParser parser = new TemplateParser(text);
    Template template = parser.sequence("");
    if (parser.position < text.length()) {
      throw new IllegalArgumentException(
          "stray '" + text.charAt(parser.position) + "' in \"" + text + "\"");
    }
    return template;
  }

  /** Reads up to one of the given characters or a closing bracket. */
  private Template sequence(String stop) {
    List<Template> parts = new ArrayList<>();
    while (position < text.length()) {
      char c = text.charAt(position);
      if (c == ']' || c == '}' || stop.indexOf(c) >= 0) {
        break;
      }
      switch (c) {
        case '[' -> parts.add(choice());
        case '{' -> parts.add(reference());
        default -> parts.add(literal(stop));
      }
    }
    return parts.size() == 1 ? parts.get(0) : new Template.Sequence(parts);
  }

  private Template literal(String stop) {
    int start = position;
    while (position < text.length() && ("[]{}" + stop).indexOf(text.charAt(position)) < 0) {
      position++;
    }
    return new Template.Literal(text.substring(start, position));
  }

  private Template choice() {
    List<Template> alternatives = new ArrayList<>();
    do {
      position++;
      alternatives.add(sequence("/"));
    } while (position < text.length() && text.charAt(position) == '/');
    expect(']');
    if (alternatives.size() == 1) {
      throw new IllegalArgumentException("a choice with one alternative in \"" + text + "\"");
    }
    return new Template.Choice(alternatives);
  }

  private Template reference() {
    int start = ++position;
    while (position < text.length() && text.charAt(position) != '}') {
      position++;
    }
    String path = text.substring(start, position);
    expect('}');
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "a reference is a dotted path of names, not {" + path + "}, in \"" + text + "\"");
    }
    boolean capitalized = path.startsWith("^");
    String names = capitalized ? path.substring(1) : path;
    return new Template.Reference(List.of(names.split("\\.")), capitalized);
  }

  private void expect(char closing) {
    if (position >= text.length() || text.charAt(position) != closing) {
      throw new IllegalArgumentException("missing '" + closing + "' in \"" + text + "\"");
    }
    position++;
  }
}
