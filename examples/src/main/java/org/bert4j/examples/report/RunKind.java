package org.bert4j.examples.report;

import com.fasterxml.jackson.databind.JsonNode;

/** What a run trains. */
enum RunKind {
  PRETRAINING("Pre-training"),
  NAMED_ENTITIES("Named entities"),
  ANSWERS("Question answering"),
  CLASSES("Classification"),
  VECTORS("Vectors of texts"),
  TRANSLATION("Translation"),
  OTHER("Fine-tuning");

  private final String title;

  RunKind(String title) {
    this.title = title;
  }

  /** As a heading. */
  String title() {
    return title;
  }

  /**
   * The kind of a fine-tuning, by the settings that only its task has.
   *
   * @param data the task's settings
   */
  static RunKind of(JsonNode data) {
    if (data.has("doc_stride")) {
      return ANSWERS;
    }
    if (data.has("pairs")) {
      return TRANSLATION;
    }
    if (data.path("learning").has("pooling")) {
      return VECTORS;
    }
    if (data.path("learning").has("problem")) {
      return CLASSES;
    }
    return data.has("reader") ? NAMED_ENTITIES : OTHER;
  }
}
