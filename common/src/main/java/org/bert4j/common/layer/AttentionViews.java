package org.bert4j.common.layer;

import org.bert4j.common.kernel.MovingView;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.AttentionLayout.Run;

/**
 * Views of everything that attention touches in runs of one shape: n sequences of Q queries and P
 * keys. They are kept and move from run to run; each is valid until its method is called again.
 */
final class AttentionViews {
  private final int heads;
  private final int hiddenSize;
  private final Projections projections;
  private final MovingView query;
  private final MovingView key;
  private final MovingView value;
  private final MovingView keyTransposed;
  private final MovingView valueTransposed;
  private final MovingView context;
  private final MovingView scores;
  private final MovingView dropped;
  private final MovingView droppedTransposed;
  private final MovingView dropoutMask;
  private final MovingView dScores;
  private final MovingView dScoresTransposed;
  private final MovingView spareScores;
  private final long firstSpareScore;

  /**
   * How queries, keys and values lie.
   *
   * @param queryColumns columns of the matrix that queries are in, at its left
   * @param keyColumns columns of the matrix that keys and values are in
   * @param firstKeyColumn where keys begin; values follow
   */
  record Projections(long queryColumns, long keyColumns, long firstKeyColumn) {}

  AttentionViews(Run run, int heads, int hiddenSize, Projections projections) {
    this.heads = heads;
    this.hiddenSize = hiddenSize;
    this.projections = projections;
    long queries = run.queryBucket();
    long keys = run.keyBucket();
    long size = hiddenSize / heads;
    long queryRow = projections.queryColumns();
    long keyRow = projections.keyColumns();
    query =
        new MovingView(
            new long[] {run.sequences(), heads, queries, size},
            new long[] {queries * queryRow, size, queryRow, 1});
    key =
        new MovingView(
            new long[] {run.sequences(), heads, keys, size},
            new long[] {keys * keyRow, size, keyRow, 1});
    value = key.copy();
    keyTransposed = key.transpose();
    valueTransposed = key.transpose();
    context =
        new MovingView(
            new long[] {run.sequences(), heads, queries, size},
            new long[] {queries * hiddenSize, size, hiddenSize, 1});
    scores =
        new MovingView(
            new long[] {run.sequences(), heads, queries, keys},
            new long[] {heads * queries * keys, queries * keys, keys, 1});
    dropped = scores.copy();
    droppedTransposed = scores.transpose();
    dropoutMask = scores.copy();
    dScores = scores.copy();
    dScoresTransposed = scores.transpose();
    firstSpareScore = run.queryLength() * keys;
    spareScores =
        new MovingView(
            new long[] {heads, queries - run.queryLength(), keys},
            new long[] {queries * keys, keys, 1});
  }

  /** Queries of a run, {@code [n, A, Q, D]}. */
  Tensor query(Tensor queries, Run run) {
    return query.over(queries, run.queries().start() * projections.queryColumns());
  }

  /** Keys of a run, {@code [n, A, P, D]}. */
  Tensor key(Tensor keyValues, Run run) {
    return key.over(keyValues, firstKey(run));
  }

  /** Values of a run, {@code [n, A, P, D]}. */
  Tensor value(Tensor keyValues, Run run) {
    return value.over(keyValues, firstKey(run) + hiddenSize);
  }

  /** Keys of a run, {@code [n, A, D, P]}. */
  Tensor keyTransposed(Tensor keyValues, Run run) {
    return keyTransposed.over(keyValues, firstKey(run));
  }

  /** Values of a run, {@code [n, A, D, P]}. */
  Tensor valueTransposed(Tensor keyValues, Run run) {
    return valueTransposed.over(keyValues, firstKey(run) + hiddenSize);
  }

  /** Rows of a run in a matrix of contexts, head by head, {@code [n, A, Q, D]}. */
  Tensor context(Tensor contexts, Run run) {
    return context.over(contexts, (long) run.queries().start() * hiddenSize);
  }

  /** Scores, then probabilities, of a run among those of its batch, {@code [n, A, Q, P]}. */
  Tensor scores(Tensor all, Run run) {
    return scores.over(all, score(run));
  }

  /** Of a sequence that goes alone, those of rows that are not its own, {@code [A, Q−S, P]}. */
  Tensor spareScores(Tensor all, Run run) {
    return spareScores.over(all, score(run) + firstSpareScore);
  }

  /** Probabilities after dropout, {@code [n, A, Q, P]}. */
  Tensor dropped(Tensor all, Run run) {
    return dropped.over(all, score(run));
  }

  /** The same, transposed. */
  Tensor droppedTransposed(Tensor all, Run run) {
    return droppedTransposed.over(all, score(run));
  }

  /** Dropout mask of a run, {@code [n, A, Q, P]}. */
  Tensor dropoutMask(Tensor all, Run run) {
    return dropoutMask.over(all, score(run));
  }

  /** Gradient of a run's scores in scratch memory, {@code [n, A, Q, P]}. */
  Tensor dScores(Tensor scratch) {
    return dScores.over(scratch, 0);
  }

  /** The same, transposed. */
  Tensor dScoresTransposed(Tensor scratch) {
    return dScoresTransposed.over(scratch, 0);
  }

  private long firstKey(Run run) {
    return run.keys().start() * projections.keyColumns() + projections.firstKeyColumn();
  }

  private long score(Run run) {
    return heads * run.scores();
  }
}
