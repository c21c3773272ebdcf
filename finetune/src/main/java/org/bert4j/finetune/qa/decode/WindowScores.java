package org.bert4j.finetune.qa.decode;

/**
 * A model's scores of the tokens of one window, {@code [S]} each.
 *
 * @param starts first Java {@code char} of each token in the context, −1 outside the context
 * @param ends Java {@code char} after the last one of each token, −1 outside the context
 * @param maxContext for each token whether no other window gives it more context; null to let
 *     answers begin in any window
 * @param startLogits score of each token as the first one of the answer; that of token 0 is the
 *     score of no answer
 * @param endLogits score of each token as the last one of the answer
 */
public record WindowScores(
    int[] starts, int[] ends, boolean[] maxContext, float[] startLogits, float[] endLogits) {

  /** Whether an answer may reach from one token to another. */
  boolean admits(int start, int end, int maxAnswerLength) {
    return starts[start] >= 0
        && starts[end] >= 0
        && end >= start
        && end - start < maxAnswerLength
        && (maxContext == null || maxContext[start]);
  }
}
