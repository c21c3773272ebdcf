package org.bert4j.common.layer;

/**
 * Numbers of rows that kernels are compiled for: few enough to serve batches of any lengths, close
 * enough to each other to compute few spare rows. They are multiples of 4, from 128 rows on of 8
 * and so on up to 64, as far as all replicas together have at most 63 spare rows a batch.
 *
 * @param replicas replicas that share a batch, 1 … 4
 */
public record RowBuckets(int replicas) {
  private static final int MAX_MULTIPLE = 64;
  private static final int MIN_MULTIPLE = 4;
  private static final int MAX_REPLICAS = 4;

  /** The largest part of the rows that a multiple may be, so that few of them are spare. */
  private static final int MULTIPLES = 16;

  /**
   * Checks the number. {@inheritDoc}
   *
   * @throws IllegalArgumentException if it is out of its range
   */
  public RowBuckets {
    if (replicas < 1 || replicas > MAX_REPLICAS) {
      throw new IllegalArgumentException(
          "replicas: " + replicas + ", expected 1 to " + MAX_REPLICAS);
    }
  }

  /**
   * Rounds a number of rows up.
   *
   * @param rows number of rows in use
   * @return number of rows to compute
   */
  public int roundUp(int rows) {
    int multiple = Integer.highestOneBit(MAX_MULTIPLE / replicas);
    multiple = Math.min(multiple, Integer.highestOneBit(rows) / MULTIPLES);
    multiple = Math.max(multiple, MIN_MULTIPLE);
    return (rows + multiple - 1) / multiple * multiple;
  }
}
