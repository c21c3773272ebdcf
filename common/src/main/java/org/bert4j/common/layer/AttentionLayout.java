package org.bert4j.common.layer;

import java.util.ArrayList;
import java.util.List;
import org.bert4j.common.kernel.Segments;

/**
 * How attention goes over the sequences of a batch: equally long neighbours together, the others
 * one by one in kernels for a few lengths only. With a kernel for each length attention took twice
 * as long: the time a call takes grows with the number of kernels that are in use.
 */
public final class AttentionLayout {
  /** Rows and columns of the scores of a sequence that goes alone are multiples of this. */
  static final int MULTIPLE = 16;

  /** Attention takes sequences together up to so many scores a head: they stay in the cache. */
  private static final int MAX_RUN_SCORES = 8 * 128 * 128;

  private static final int MAX_RUN = 32;

  /** Fewer go one by one: each size of a run compiles kernels of its own. */
  private static final int MIN_RUN = 4;

  /**
   * Batched products of single rows or columns come out wrong (oneDNN 3.11, 4x3x1x8 by 4x3x8x1).
   */
  private static final int MIN_LENGTH = 2;

  /**
   * Equally long neighbours.
   *
   * @param sequences their number, a power of two
   * @param queries rows of the queries of each
   * @param keys rows of the keys and values of each
   * @param scores index of the first attention score of a head, counted in scores
   */
  record Run(int sequences, Rows queries, Rows keys, long scores) {
    int queryLength() {
      return queries.length();
    }

    int keyLength() {
      return keys.length();
    }

    int queryBucket() {
      return queries.bucket();
    }

    int keyBucket() {
      return keys.bucket();
    }

    boolean isPadded() {
      return keys.bucket() > keys.length();
    }

    /** What kernels are compiled for. */
    Shape shape() {
      return new Shape(sequences, queries.length(), keys.length());
    }
  }

  /** Runs of the same shape take the same views. */
  record Shape(int sequences, int queryLength, int keyLength) {}

  /**
   * Rows of a run's sequences.
   *
   * @param start row of the first token
   * @param length tokens of each, S
   * @param bucket rows that are computed of each, at least S; more than S only where a sequence
   *     goes alone: its kernels then read rows of the next sequence, which count for nothing, and
   *     overwrite their results, which are computed later
   */
  record Rows(int start, int length, int bucket) {}

  private final List<Run> runs = new ArrayList<>();
  private Segments scoreSegments = Segments.ofCapacity(0);
  private SequenceLayout queries;
  private SequenceLayout keys;
  private long scores;

  /** Makes a layout of no sequences. */
  public AttentionLayout() {}

  /**
   * Goes over a batch whose sequences attend to those of another, one to one; to their own where
   * both are the same.
   *
   * @param queryLayout where the sequences lie that attend
   * @param keyLayout where those lie that are attended to
   * @throws IllegalArgumentException if they are not equally many
   */
  public void set(SequenceLayout queryLayout, SequenceLayout keyLayout) {
    queries = queryLayout;
    keys = keyLayout;
    runs.clear();
    scores = 0;
    int count = queries.sequences();
    if (keys.sequences() != count) {
      throw new IllegalArgumentException(
          count + " sequences attend to " + keys.sequences() + ", expected as many");
    }
    scoreSegments = scoreSegments.withCount(count);
    int sequence = 0;
    while (sequence < count) {
      Run run = run(sequence, count);
      runs.add(run);
      describeScores(sequence, run);
      sequence += run.sequences();
    }
  }

  private Run run(int first, int count) {
    int queryLength = queries.length(first);
    int keyLength = keys.length(first);
    int equal = 1;
    while (first + equal < count
        && queries.length(first + equal) == queryLength
        && keys.length(first + equal) == keyLength) {
      equal++;
    }
    int most = maxRun(queryLength, keyLength);
    boolean alone = equal < MIN_RUN || Math.min(queryLength, keyLength) < MIN_LENGTH;
    int size = alone ? 1 : Math.min(Integer.highestOneBit(equal), most);
    return new Run(size, rows(queries, first, size), rows(keys, first, size), scores);
  }

  private static Rows rows(SequenceLayout layout, int first, int size) {
    int length = layout.length(first);
    return new Rows(layout.start(first), length, size == 1 ? alone(length) : length);
  }

  private void describeScores(int first, Run run) {
    for (int s = first; s < first + run.sequences(); s++) {
      scoreSegments.starts()[s] = scores;
      scoreSegments.lengths()[s] = (long) run.queryBucket() * run.keyBucket();
      scoreSegments.keys()[s] = queries.rowSegments().keys()[s];
      scores += scoreSegments.lengths()[s];
    }
  }

  /** Rows or columns of the scores of a sequence that goes alone. */
  private static int alone(int length) {
    return (length + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
  }

  private static int maxRun(int queryLength, int keyLength) {
    int fitting = Math.max(1, MAX_RUN_SCORES / (queryLength * keyLength));
    return Math.min(MAX_RUN, Integer.highestOneBit(fitting));
  }

  /**
   * Scores of one head that attention holds at once at most.
   *
   * @param maxQueries tokens of the longest sequence that attends
   * @param maxKeys tokens of the longest sequence that is attended to
   * @return number of scores
   */
  static long maxRunScores(int maxQueries, int maxKeys) {
    return Math.max(MAX_RUN_SCORES, maxScores(1, maxQueries, maxKeys));
  }

  /**
   * Scores of one head that a batch can have.
   *
   * @param sequences B at most
   * @param maxQueries tokens of the longest sequence that attends
   * @param maxKeys tokens of the longest sequence that is attended to
   * @return their number at most
   */
  public static long maxScores(int sequences, int maxQueries, int maxKeys) {
    return (long) sequences * alone(maxQueries) * alone(maxKeys);
  }

  List<Run> runs() {
    return runs;
  }

  /** Attention scores of each sequence, counted for one head. */
  Segments scoreSegments() {
    return scoreSegments;
  }

  /** Where the sequences lie that attend. */
  SequenceLayout queries() {
    return queries;
  }

  /** Where the sequences lie that are attended to. */
  SequenceLayout keys() {
    return keys;
  }

  /**
   * Attention scores of one head: the sum over the sequences of queries times keys, those of
   * sequences that go alone rounded up.
   *
   * @return number of scores
   */
  public long scores() {
    return scores;
  }
}
