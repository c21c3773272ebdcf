package org.bert4j.common.decoding;

/**
 * A target that was written.
 *
 * @param ids its tokens without begin and end
 * @param score log-probability over the length penalty, in nats
 */
public record Hypothesis(int[] ids, double score) {}
