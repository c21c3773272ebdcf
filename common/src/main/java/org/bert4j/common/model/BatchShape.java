package org.bert4j.common.model;

/**
 * Largest batch of a run.
 *
 * @param sequences B
 * @param length S of the longest
 * @param predictions what the head predicts at chosen positions of a sequence at most, 0 where it
 *     looks at all tokens or at sequences
 */
public record BatchShape(int sequences, int length, int predictions) {}
