package org.bert4j.finetune.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A text, or a pair of texts, and what is annotated about it.
 *
 * @param text the text
 * @param pair the second text, or null
 * @param labels its classes as the file writes them, or the number of a regression; none where
 *     nothing is annotated
 * @param source file and line, for error messages
 */
public record LabelledText(String text, String pair, List<String> labels, String source) {
  /**
   * Checks that there is a text. {@inheritDoc}
   *
   * @throws NullPointerException if there is none
   */
  public LabelledText {
    Objects.requireNonNull(text, "text");
    labels = List.copyOf(labels);
  }

  /**
   * The text or texts by what they are.
   *
   * @return {@code text}, or {@code first text} and {@code second text}
   */
  public Map<String, String> inputs() {
    Map<String, String> inputs = new LinkedHashMap<>();
    inputs.put(pair == null ? "text" : "first text", text);
    if (pair != null) {
      inputs.put("second text", pair);
    }
    return inputs;
  }

  /**
   * A text of which nothing is known.
   *
   * @param text the text
   * @return the text without labels
   */
  public static LabelledText of(String text) {
    return new LabelledText(text, null, List.of(), "text");
  }

  /**
   * A pair of texts of which nothing is known.
   *
   * @param text the first
   * @param pair the second
   * @return the pair without labels
   */
  public static LabelledText of(String text, String pair) {
    return new LabelledText(text, pair, List.of(), "text");
  }
}
