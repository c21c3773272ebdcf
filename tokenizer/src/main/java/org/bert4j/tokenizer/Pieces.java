package org.bert4j.tokenizer;

/**
 * The word pieces of one text, without special tokens around them.
 *
 * @param ids token ids
 * @param wordIds the word of each piece, counted from 0
 * @param starts first Java {@code char} of each piece
 * @param ends Java {@code char} after the last one of each piece
 */
record Pieces(int[] ids, int[] wordIds, int[] starts, int[] ends) {

  static final Pieces NONE = new Pieces(new int[0], new int[0], new int[0], new int[0]);

  int length() {
    return ids.length;
  }
}
