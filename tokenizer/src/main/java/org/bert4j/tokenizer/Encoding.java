package org.bert4j.tokenizer;

/**
 * One text or a pair of texts as a model reads it: {@code [CLS] A [SEP]} or {@code [CLS] A [SEP] B
 * [SEP]}, never padded. All arrays have one element a token, {@code [S]}.
 *
 * @param ids token ids, {@code [S]}
 * @param typeIds 0 for [CLS], A and its [SEP], 1 for B and its [SEP], {@code [S]}
 * @param specialTokensMask 1 for the [CLS] and [SEP] that were added, 0 for what came from the text
 *     (also for a [MASK] written there), {@code [S]}
 * @param wordIds the word of its own text that the token belongs to, counted from 0 in each text,
 *     -1 where {@code specialTokensMask} is 1, {@code [S]}. A punctuation mark is a word
 * @param starts first Java {@code char} of the token in its own text, -1 where {@code
 *     specialTokensMask} is 1, {@code [S]}
 * @param ends Java {@code char} after the last one of the token in its own text, -1 where {@code
 *     specialTokensMask} is 1, {@code [S]}
 */
public record Encoding(
    int[] ids, int[] typeIds, int[] specialTokensMask, int[] wordIds, int[] starts, int[] ends) {

  /**
   * The length S of the sequence.
   *
   * @return the number of tokens, [CLS] and [SEP] included
   */
  public int length() {
    return ids.length;
  }
}
