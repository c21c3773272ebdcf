package org.bert4j.pretrain.data;

/**
 * A sentence pair, as references into the token store: two ranges of tokens, each from one
 * document. Reused, hence mutable; {@link InstanceBlock} keeps many in little space.
 */
final class Instance {
  /** In place of a document: the second segment follows the first in the same one. */
  static final int NEXT = -1;

  /** Document of the first segment, as its index in the store. */
  int document;

  /** First token of the first segment, from the document's start. */
  int firstStart;

  int firstLength;

  /** Document of the second segment, or {@link #NEXT}. */
  int otherDocument;

  int secondStart;
  int secondLength;
  long epoch;

  /** Number within its epoch, before shuffling: with the epoch it names all of its draws. */
  long number;

  /** Tokens of the sequence made of it, special tokens included. */
  int sequenceLength(int maxSeqLength) {
    return (int) Math.min(3L + firstLength + secondLength, maxSeqLength);
  }
}
