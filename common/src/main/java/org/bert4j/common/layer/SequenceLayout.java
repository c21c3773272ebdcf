package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.batch.TokenBatch;
import org.bert4j.common.kernel.Segments;

/**
 * Where the sequences of a ragged batch lie, and how attention goes over them: equally long
 * neighbours together, the others one by one in kernels for a few lengths only. With a kernel for
 * each length attention took twice as long: the time a call takes grows with the number of kernels
 * that are in use.
 */
public final class SequenceLayout {
  /** Rows and columns of the scores of a sequence that goes alone are a multiple of this. */
  static final int SCORE_MULTIPLE = 16;

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
   * @param bucket rows and columns of the scores of each, at least S; more than S only where a
   *     sequence goes alone: its kernels then read rows of the next sequence, which count for
   *     nothing, and overwrite their results, which are computed later
   * @param scores index of the first attention score of a head, counted in scores
   */
  record Run(int sequences, int start, int length, int bucket, long scores) {
    boolean isPadded() {
      return bucket > length;
    }
  }

  private final RowBuckets buckets;
  private final List<Run> runs = new ArrayList<>();
  private Segments rowSegments = segments(0);
  private Segments scoreSegments = segments(0);
  private int tokens;
  private long scores;

  /**
   * Makes a layout of no sequences.
   *
   * @param buckets numbers of rows to choose from
   */
  public SequenceLayout(RowBuckets buckets) {
    this.buckets = buckets;
  }

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
      int bucket = size == 1 ? alone(length) : length;
      Run run = new Run(size, batch.start(sequence), length, bucket, scores);
      runs.add(run);
      describeScores(batch, sequence, run);
      sequence += size;
    }
  }

  private void describe(TokenBatch batch) {
    int count = batch.sequences();
    if (scoreSegments.starts().length < count) {
      rowSegments = segments(count);
      scoreSegments = segments(count);
    }
    rowSegments = withCount(rowSegments, count);
    scoreSegments = withCount(scoreSegments, count);
    for (int s = 0; s < count; s++) {
      rowSegments.starts()[s] = batch.start(s);
      rowSegments.lengths()[s] = batch.length(s);
      rowSegments.keys()[s] = batch.key(s);
    }
  }

  private void describeScores(TokenBatch batch, int first, Run run) {
    for (int s = first; s < first + run.sequences(); s++) {
      scoreSegments.starts()[s] = scores;
      scoreSegments.lengths()[s] = (long) run.bucket() * run.bucket();
      scoreSegments.keys()[s] = batch.key(s);
      scores += scoreSegments.lengths()[s];
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

  /** Rows and columns of the scores of a sequence that goes alone. */
  private static int alone(int length) {
    return (length + SCORE_MULTIPLE - 1) / SCORE_MULTIPLE * SCORE_MULTIPLE;
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
    return Math.max(MAX_RUN_SCORES, maxScores(1, maxLength));
  }

  /**
   * Scores of one head that a batch can have.
   *
   * @param sequences B at most
   * @param length S at most
   * @return their number at most
   */
  public static long maxScores(int sequences, int length) {
    long bucket = alone(length);
    return sequences * bucket * bucket;
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
    return buckets.roundUp(tokens);
  }

  /**
   * Attention scores of one head: the sum of S² over the sequences, those that go alone rounded up.
   *
   * @return number of scores
   */
  public long scores() {
    return scores;
  }
}
