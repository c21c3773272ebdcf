package org.bert4j.tokenizer.training;

/**
 * A normalized word of the corpus.
 *
 * @param codePoints its characters
 * @param count how often it occurs
 */
record WordCount(int[] codePoints, long count) {}
