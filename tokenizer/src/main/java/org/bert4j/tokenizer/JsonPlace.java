package org.bert4j.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A value of a JSON file and where it stands. What is wrong with it becomes one line: file, path,
 * value, what was expected.
 *
 * @param value the value, a missing node if the file has none
 * @param path where it stands, as in {@code normalizer.normalizers[2].content}
 * @param file the file
 */
record JsonPlace(JsonNode value, String path, String file) {

  /** Values are shown up to this length, in characters. */
  private static final int SHOWN = 60;

  JsonPlace at(String field) {
    return new JsonPlace(value.path(field), path.isEmpty() ? field : path + "." + field, file);
  }

  /** Whether there is no value or null. */
  boolean isAbsent() {
    return value.isMissingNode() || value.isNull();
  }

  /** The elements of a list of at most so many. */
  List<JsonPlace> list(int most) {
    if (!value.isArray() || value.size() > most) {
      throw refused(String.format(Locale.ROOT, "a list of at most %,d elements", most));
    }
    List<JsonPlace> elements = new ArrayList<>(value.size());
    for (int i = 0; i < value.size(); i++) {
      elements.add(new JsonPlace(value.get(i), path + "[" + i + "]", file));
    }
    return elements;
  }

  /** A string of so many characters, none of them half of a surrogate pair. */
  String text(int least, int most) {
    String text = value.textValue();
    int length = text == null ? -1 : text.codePointCount(0, text.length());
    if (length < least || length > most || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      throw refused(
          least == most
              ? "a string of length " + least
              : String.format(Locale.ROOT, "a string of %d to %,d characters", least, most));
    }
    return text;
  }

  /** A string that is one of these. */
  String text(List<String> choices) {
    if (!value.isTextual() || !choices.contains(value.textValue())) {
      throw refused("one of " + String.join(", ", choices));
    }
    return value.textValue();
  }

  /** A whole number in a range. */
  int number(int least, int most) {
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw refused(String.format(Locale.ROOT, "a whole number from %d to %d", least, most));
    }
    return value.intValue();
  }

  boolean flag() {
    if (!value.isBoolean()) {
      throw refused("true or false");
    }
    return value.booleanValue();
  }

  /** Requires fields that are true or false. */
  void flags(String... fields) {
    for (String field : fields) {
      at(field).flag();
    }
  }

  /** Requires fields to be true or false where they are given. */
  void optionalFlags(String... fields) {
    for (String field : fields) {
      if (!at(field).isAbsent()) {
        at(field).flag();
      }
    }
  }

  /**
   * The error of a value that is not as expected.
   *
   * @param expected what would be right
   * @return to be thrown
   */
  IllegalArgumentException refused(String expected) {
    String what =
        value.isMissingNode()
            ? "missing"
            : value.isContainerNode() && value.size() > 4
                ? (value.isArray() ? "a list of " : "an object of ") + value.size()
                : shown(value);
    return new IllegalArgumentException(
        file + ": " + printable(path, 200) + " is " + what + ", expected " + expected);
  }

  /** A value from a file as a message shows it: JSON, cut. */
  static String shown(JsonNode value) {
    return printable(value.toString(), SHOWN);
  }

  static String shown(String text) {
    return shown(TextNode.valueOf(text));
  }

  /** The beginning of a text of others, without anything that a terminal would obey. */
  static String printable(String text, int most) {
    StringBuilder printable = new StringBuilder();
    for (int i = 0; i < Math.min(most, text.length()); i++) {
      char c = text.charAt(i);
      boolean harmless = !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
      printable.append(
          harmless ? Character.toString(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
    }
    return printable + (text.length() > most ? "..." : "");
  }
}
