package org.bert4j.finetune.ner.data;

/** Forms of files for named entities. */
public enum NerFormat {
  /** One of the others, decided for each file by its name and its first lines. */
  AUTO,
  /** A word a line with its tag in another column, a blank line between sentences. */
  CONLL,
  /**
   * JSON records, an object a line or in any other {@link org.bert4j.finetune.records.JsonForm}:
   * {@code {"text": "...", "entities": [{"start": 0, "end": 5, "type": "PER"}]}}, {@code {"tokens":
   * ["..."], "ner_tags": ["B-PER"]}}, or what the tools write. {@code spans}, {@code label} or
   * {@code labels} may stand for {@code entities}, {@code label} for {@code type}, and {@code [0,
   * 5, "PER"]} for an entity.
   */
  JSONL,
  /**
   * Values between commas, semicolons or tabs under a line with the names of the columns, a word a
   * row or a text a row. A sentence of words begins where the sentence column has a new value, an
   * empty one goes on; without such a column it ends at a blank row.
   */
  CSV,
  /** A text a line, without tags: only to predict. */
  TEXT
}
