package org.bert4j.examples.translate;

/** How a language says facts. */
interface PhraseBook {
  /** The one canonical way. */
  String canonical(Fact fact);

  /** One of many ways. */
  String varied(Fact fact, Choice choice);
}
