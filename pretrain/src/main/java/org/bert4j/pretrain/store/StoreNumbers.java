package org.bert4j.pretrain.store;

/** The numbers in the files of a store, as they stand there. Safe for many threads. */
interface StoreNumbers {
  /** Index of a document's first sentence; of the number of documents, the number of sentences. */
  long firstSentence(int document);

  /** Index of a document's first token; of the number of documents, the number of tokens. */
  long firstToken(int document);

  /** Tokens from the start of a sentence's document to the sentence's end. */
  int sentenceEnd(long sentence);

  /** Copies token ids, the first of them by its index, to a target. */
  void copyTokens(long first, int[] target, int at, int count);
}
