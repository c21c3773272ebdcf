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
public record Segments(int count, long[] starts, long[] lengths, long[] keys) {
  /**
   * Makes ranges to be filled in.
   *
   * @param capacity how many
   * @return so many of length 0
   */
  public static Segments ofCapacity(int capacity) {
    return new Segments(capacity, new long[capacity], new long[capacity], new long[capacity]);
  }

  /**
   * Makes room for another number of ranges, in the same arrays if they are large enough.
   *
   * @param newCount how many
   * @return the ranges, to be filled in
   */
  public Segments withCount(int newCount) {
    return newCount <= starts.length
        ? new Segments(newCount, starts, lengths, keys)
        : ofCapacity(newCount);
  }
}
