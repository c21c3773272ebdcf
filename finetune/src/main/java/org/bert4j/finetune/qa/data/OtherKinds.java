package org.bert4j.finetune.qa.data;

import com.fasterxml.jackson.core.JsonToken;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Names an object that holds no questions by its fields. */
final class OtherKinds {
  private static final Set<String> PARTS =
      Set.of("train", "training", "validation", "valid", "val", "dev", "test");

  private final Set<String> names = new LinkedHashSet<>();
  private final Set<JsonToken> values = EnumSet.noneOf(JsonToken.class);

  /** Whether a field of all of a file is a column of a table, where a row has a text. */
  static boolean isColumn(String name, JsonToken value) {
    return value == JsonToken.START_OBJECT && name.equals("context")
        || value.isStructStart() && (name.equals("id") || name.equals("question"));
  }

  /** The names of the fields that are none of a question's. */
  Set<String> names() {
    return names;
  }

  /** Notes a field, if it is one of the first. */
  void note(String name, JsonToken value) {
    if (names.size() < 100) {
      names.add(name);
    }
    values.add(value);
  }

  /** Whether it is the first line of a file of MRQA. */
  boolean isHeader() {
    return names.equals(Set.of("header"));
  }

  /**
   * What it looks like.
   *
   * @param top whether it is no element of an array
   */
  Optional<String> kind(boolean top) {
    if (names.contains("prediction_text")) {
      return Optional.of(
          "these are predictions, expected questions and their contexts; predictions are scored by"
              + " qa evaluate --predictions");
    }
    if (!top || names.isEmpty()) {
      return Optional.empty();
    }
    if (PARTS.containsAll(names)) {
      String first = names.iterator().next();
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the parts of a data set %s, expected one of them; write each to a file of its own, as jq .%s does",
              names,
              first));
    }
    if (EnumSet.of(JsonToken.VALUE_STRING, JsonToken.VALUE_NULL).containsAll(values)) {
      return Optional.of(
          "an object of texts only, such as predictions, expected questions and their contexts in"
              + " SQuAD's form; predictions are scored by qa evaluate --predictions");
    }
    if (values.equals(EnumSet.of(JsonToken.START_ARRAY))) {
      return Optional.of(
          "an object of arrays only, such as n-best predictions, expected questions and their"
              + " contexts in SQuAD's form");
    }
    return EnumSet.of(JsonToken.VALUE_NUMBER_INT, JsonToken.VALUE_NUMBER_FLOAT).containsAll(values)
        ? Optional.of(
            "an object of numbers only, such as null_odds.json, expected questions and their"
                + " contexts in SQuAD's form")
        : Optional.empty();
  }
}
