package org.bert4j.pretrain.store;

/**
 * Where the parts of a shard's file are. The tokens come first, at 0.
 *
 * @param documents number of documents
 * @param sentences number of sentences
 * @param tokens number of tokens
 * @param bytesPerToken 2 or 4
 */
record ShardLayout(int documents, int sentences, int tokens, int bytesPerToken) {
  static final int BLOCK_BITS = 16;

  /** A block is checked as a whole; small, because a random access reads a whole block. */
  static final int BLOCK_BYTES = 1 << BLOCK_BITS;

  /** Bytes before the ends of the sentences. */
  long sentencesAt() {
    return ((long) tokens * bytesPerToken + Integer.BYTES - 1) & -Integer.BYTES;
  }

  /** Bytes before the starts of the documents. */
  long documentsAt() {
    return sentencesAt() + (long) Integer.BYTES * sentences;
  }

  /** Bytes before the checksums, which are those of everything before them. */
  long checksumsAt() {
    return documentsAt() + 2L * Integer.BYTES * (documents + 1L);
  }

  /** Number of blocks, the last one perhaps shorter. */
  int blocks() {
    return (int) ((checksumsAt() + BLOCK_BYTES - 1) >> BLOCK_BITS);
  }

  /** Size of the file. */
  long bytes() {
    return checksumsAt() + (long) Integer.BYTES * blocks();
  }
}
