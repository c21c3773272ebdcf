package org.bert4j.common.model;

/**
 * How targets are decoded.
 *
 * @param beams prefixes of each sentence at a time
 * @param maxLength tokens of a prefix at most
 * @param cached whether keys and values of earlier tokens are kept; else every step computes the
 *     whole prefixes again
 */
public record PrefixShape(int beams, int maxLength, boolean cached) {}
