package org.bert4j.finetune.ner.tag;

/** Where in an entity a word stands, by the letters of the BIOES scheme. */
public enum TagPosition {
  /** Outside of every entity. */
  O,
  /** The first word, another one following in schemes that mark single words with {@link #S}. */
  B,
  /** Inside; in IOB1 also the first word. */
  I,
  /** The last word of several. */
  E,
  /** The only word. */
  S
}
