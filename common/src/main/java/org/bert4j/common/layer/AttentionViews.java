package org.bert4j.common.layer;

import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Window;
import org.bert4j.common.layer.SequenceLayout.Run;

/**
 * Views of everything that attention touches in runs of one shape: n sequences of S tokens, P of
 * them computed, which is S or, for a sequence that goes alone, S rounded up. They are kept and
 * move from run to run; each is valid until its method is called again.
 */
final class AttentionViews {
  private final int heads;
  private final int hiddenSize;
  private final Window query;
  private final Window key;
  private final Window value;
  private final Window keyTransposed;
  private final Window valueTransposed;
  private final Window context;
  private final Window scores;
  private final Window dropped;
  private final Window droppedTransposed;
  private final Window dropoutMask;
  private final Window dScores;
  private final Window dScoresTransposed;
  private final Window spareScores;
  private final long firstSpareScore;

  AttentionViews(Run run, int heads, int hiddenSize) {
    this.heads = heads;
    this.hiddenSize = hiddenSize;
    long length = run.bucket();
    long square = length * length;
    long size = hiddenSize / heads;
    long row = 3L * hiddenSize;
    long[] states = {run.sequences(), heads, length, size};
    query = new Window(states, new long[] {length * row, size, row, 1});
    key = query.copy();
    value = query.copy();
    keyTransposed = query.transpose();
    valueTransposed = query.transpose();
    context = new Window(states, new long[] {length * hiddenSize, size, hiddenSize, 1});
    scores =
        new Window(
            new long[] {run.sequences(), heads, length, length},
            new long[] {heads * square, square, length, 1});
    dropped = scores.copy();
    droppedTransposed = scores.transpose();
    dropoutMask = scores.copy();
    dScores = scores.copy();
    dScoresTransposed = scores.transpose();
    long spareRows = length - run.length();
    firstSpareScore = run.length() * length;
    spareScores = new Window(new long[] {heads, spareRows, length}, new long[] {square, length, 1});
  }

  /** Queries of a run in a matrix of projections, {@code [n, A, P, D]}. */
  Tensor query(Tensor projections, Run run) {
    return query.over(projections, projection(run, 0));
  }

  /** Keys of a run, {@code [n, A, P, D]}. */
  Tensor key(Tensor projections, Run run) {
    return key.over(projections, projection(run, 1));
  }

  /** Values of a run, {@code [n, A, P, D]}. */
  Tensor value(Tensor projections, Run run) {
    return value.over(projections, projection(run, 2));
  }

  /** Keys of a run, {@code [n, A, D, P]}. */
  Tensor keyTransposed(Tensor projections, Run run) {
    return keyTransposed.over(projections, projection(run, 1));
  }

  /** Values of a run, {@code [n, A, D, P]}. */
  Tensor valueTransposed(Tensor projections, Run run) {
    return valueTransposed.over(projections, projection(run, 2));
  }

  /** Rows of a run in a matrix of contexts, head by head, {@code [n, A, P, D]}. */
  Tensor context(Tensor contexts, Run run) {
    return context.over(contexts, (long) run.start() * hiddenSize);
  }

  /** Scores, then probabilities, of a run among those of its batch, {@code [n, A, P, P]}. */
  Tensor scores(Tensor all, Run run) {
    return scores.over(all, score(run));
  }

  /** Of a sequence that goes alone, those of rows that are not its own, {@code [A, P−S, P]}. */
  Tensor spareScores(Tensor all, Run run) {
    return spareScores.over(all, score(run) + firstSpareScore);
  }

  /** Probabilities after dropout, {@code [n, A, P, P]}. */
  Tensor dropped(Tensor all, Run run) {
    return dropped.over(all, score(run));
  }

  /** The same, transposed. */
  Tensor droppedTransposed(Tensor all, Run run) {
    return droppedTransposed.over(all, score(run));
  }

  /** Dropout mask of a run, {@code [n, A, P, P]}. */
  Tensor dropoutMask(Tensor all, Run run) {
    return dropoutMask.over(all, score(run));
  }

  /** Gradient of a run's scores in scratch memory, {@code [n, A, P, P]}. */
  Tensor dScores(Tensor scratch) {
    return dScores.over(scratch, 0);
  }

  /** The same, transposed. */
  Tensor dScoresTransposed(Tensor scratch) {
    return dScoresTransposed.over(scratch, 0);
  }

  private long projection(Run run, int which) {
    return (3L * run.start() + which) * hiddenSize;
  }

  private long score(Run run) {
    return heads * run.scores();
  }
}
