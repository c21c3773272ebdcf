package org.bert4j.common.model;

import java.util.Locale;

/**
 * What a sequence's K outputs mean, and what is minimized: HuggingFace's {@code problem_type}. The
 * losses are those of its {@code BertForSequenceClassification}.
 */
public enum ProblemType {
  /** One class of K: the cross-entropy of the softmax, a mean over sequences. */
  SINGLE_LABEL_CLASSIFICATION,

  /** Any of K classes: the binary cross-entropy of the sigmoid of each, a mean over all outputs. */
  MULTI_LABEL_CLASSIFICATION,

  /** K numbers: the squared error, a mean over all outputs. */
  REGRESSION;

  /**
   * As a {@code config.json} writes it.
   *
   * @return the name in lower case
   */
  public String jsonName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a name.
   *
   * @param jsonName as a {@code config.json} writes it
   * @return the problem type
   * @throws IllegalArgumentException if there is none of this name
   */
  public static ProblemType of(String jsonName) {
    for (ProblemType type : values()) {
      if (type.jsonName().equals(jsonName)) {
        return type;
      }
    }
    throw new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "problem_type is \"%s\", expected single_label_classification,"
                + " multi_label_classification or regression",
            jsonName));
  }
}
