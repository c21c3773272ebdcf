package org.bert4j.pretrain.store;

/** Documents in the files of a store, by their index there. Safe for many threads. */
interface StoreDocuments {
  /** Number of sentences of a document. */
  int sentences(int document);

  /** Number of tokens of a document. */
  int tokens(int document);

  /** Tokens before a sentence, counted from the document's start. */
  int sentenceStart(int document, int sentence);

  /** Copies the token ids of a range within a document, which has been checked, to a target. */
  void copyTokens(int document, int from, int[] target, int at, int count);
}
