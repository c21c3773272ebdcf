package org.bert4j.finetune.ner.data;

/** Forms of files for named entities. */
public enum NerFormat {
  /** One of the others, decided for each file by its name and its first lines. */
  AUTO,
  /** A word a line with its tag in another column, a blank line between sentences. */
  CONLL,
  /**
   * A JSON object a line: {@code {"text": "...", "entities": [{"start": 0, "end": 5, "type":
   * "PER"}]}}. {@code spans}, {@code label} or {@code labels} may stand for {@code entities},
   * {@code label} for {@code type}, and {@code [0, 5, "PER"]} for an entity.
   */
  JSONL,
  /**
   * Comma-separated values under a line with the names of the columns, a word a line. A sentence
   * begins where the sentence column has a new value; an empty one goes on.
   */
  CSV,
  /** A text a line, without tags: only to predict. */
  TEXT
}
