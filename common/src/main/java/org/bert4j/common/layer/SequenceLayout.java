package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Segments;

/**
 * Where the sequences of a ragged batch lie, and how attention goes over them: equally long
 * neighbours together.
 */
public final class SequenceLayout {
  /** Rows are rounded up to a multiple of this, which bounds the number of compiled kernels. */
  public static final int ROW_MULTIPLE = 16;

  /** Attention takes sequences together up to so many scores a head: they stay in the cache. */
  private static final int MAX_RUN_SCORES = 8 * 128 * 128;

  private static final int MAX_RUN = 32;

  /** Fewer go one by one: each size of a run compiles kernels of its own. */
  private static final int MIN_RUN = 4;

  /**
   * Equally long neighbours.
   *
   * @param sequences their number, a power of two
   * @param start row of the first token
   * @param length tokens of each, S
   * @param scores index of the first attention score of a head, counted in scores
   */
  record Run(int sequences, int start, int length, long scores) {
    int tokens() {
      return sequences * length;
    }

    long scoreCount() {
      return (long) sequences * length * length;
    }
  }

  private final List<Run> runs = new ArrayList<>();
  private Segments rowSegments = segments(0);
  private Segments scoreSegments = segments(0);
  private int tokens;
  private long scores;

  /** Makes a layout of no sequences. */
  public SequenceLayout() {}

  /**
   * Reads where a batch's sequences lie.
   *
   * @param batch the batch
   */
  public void set(TokenBatch batch) {
    runs.clear();
    tokens = batch.tokens();
    scores = 0;
    describe(batch);
    int sequence = 0;
    while (sequence < batch.sequences()) {
      int length = batch.length(sequence);
      int equal = 1;
      while (sequence + equal < batch.sequences() && batch.length(sequence + equal) == length) {
        equal++;
      }
      int size = equal < MIN_RUN ? 1 : Math.min(Integer.highestOneBit(equal), maxRun(length));
      runs.add(new Run(size, batch.start(sequence), length, scores));
      scores += (long) size * length * length;
      sequence += size;
    }
  }

  private void describe(TokenBatch batch) {
    int count = batch.sequences();
    if (rowSegments.starts().length < count) {
      rowSegments = segments(count);
      scoreSegments = segments(count);
    }
    rowSegments = withCount(rowSegments, count);
    scoreSegments = withCount(scoreSegments, count);
    long score = 0;
    for (int s = 0; s < count; s++) {
      long length = batch.length(s);
      rowSegments.starts()[s] = batch.start(s);
      rowSegments.lengths()[s] = length;
      rowSegments.keys()[s] = batch.key(s);
      scoreSegments.starts()[s] = score;
      scoreSegments.lengths()[s] = length * length;
      scoreSegments.keys()[s] = batch.key(s);
      score += length * length;
    }
  }

  private static Segments segments(int capacity) {
    return new Segments(capacity, new long[capacity], new long[capacity], new long[capacity]);
  }

  private static Segments withCount(Segments segments, int count) {
    return new Segments(count, segments.starts(), segments.lengths(), segments.keys());
  }

  /** Rows of each sequence. */
  Segments rowSegments() {
    return rowSegments;
  }

  /** Attention scores of each sequence, counted for one head. */
  Segments scoreSegments() {
    return scoreSegments;
  }

  private static int maxRun(int length) {
    int fitting = Math.max(1, MAX_RUN_SCORES / (length * length));
    return Math.min(MAX_RUN, Integer.highestOneBit(fitting));
  }

  /**
   * Scores of one head that attention holds at once at most.
   *
   * @param maxLength tokens of the longest sequence
   * @return number of scores
   */
  static long maxRunScores(int maxLength) {
    return Math.max(MAX_RUN_SCORES, (long) maxLength * maxLength);
  }

  List<Run> runs() {
    return runs;
  }

  /**
   * Number of tokens.
   *
   * @return N
   */
  public int tokens() {
    return tokens;
  }

  /**
   * Number of rows of the batch's matrices: N rounded up.
   *
   * @return rows, spare ones included
   */
  public int rows() {
    return roundUp(tokens);
  }

  /**
   * Attention scores of one head: the sum of S² over the sequences.
   *
   * @return number of scores
   */
  public long scores() {
    return scores;
  }

  /**
   * Rounds a number of rows up.
   *
   * @param rows number of rows in use
   * @return number of rows to compute
   */
  public static int roundUp(int rows) {
    return (rows + ROW_MULTIPLE - 1) / ROW_MULTIPLE * ROW_MULTIPLE;
  }
}
