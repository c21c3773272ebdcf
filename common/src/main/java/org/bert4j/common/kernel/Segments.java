package org.bert4j.common.kernel;

/**
 * Ranges of elements that each have a random stream of their own: those of one sequence each, so
 * that its dropout masks are the same wherever in a batch, and on whichever thread, it is computed.
 *
 * @param count how many ranges
 * @param starts where each begins, in units
 * @param lengths how long each is, in units
 * @param keys a number of each range, different for all ranges of a step
 */
public record Segments(int count, long[] starts, long[] lengths, long[] keys) {}
