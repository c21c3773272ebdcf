package org.bert4j.common.layer;

import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.layer.SequenceLayout.Run;

/**
 * Sizes and strides of everything that attention touches in runs of one shape: n sequences of S
 * tokens. They are kept, so that a step makes only small views of them.
 */
final class AttentionViews {
  private final int heads;
  private final int hiddenSize;
  private final Tensor projection;
  private final Tensor projectionTransposed;
  private final Tensor context;
  private final Tensor scores;
  private final Tensor scoresTransposed;

  AttentionViews(Run run, int heads, int hiddenSize) {
    this.heads = heads;
    this.hiddenSize = hiddenSize;
    long length = run.length();
    long size = hiddenSize / heads;
    long row = 3L * hiddenSize;
    long[] states = {run.sequences(), heads, length, size};
    projection = Tensor.pattern(states, new long[] {length * row, size, row, 1});
    projectionTransposed = projection.transpose();
    context = Tensor.pattern(states, new long[] {length * hiddenSize, size, hiddenSize, 1});
    scores =
        Tensor.pattern(
            new long[] {run.sequences(), heads, length, length},
            new long[] {heads * length * length, length * length, length, 1});
    scoresTransposed = scores.transpose();
  }

  /** Queries of a run in a matrix of projections, {@code [n, A, S, D]}. */
  Tensor query(Tensor projections, Run run) {
    return projection.over(projections, offset(run, 0));
  }

  /** Keys of a run, {@code [n, A, S, D]}. */
  Tensor key(Tensor projections, Run run) {
    return projection.over(projections, offset(run, 1));
  }

  /** Values of a run, {@code [n, A, S, D]}. */
  Tensor value(Tensor projections, Run run) {
    return projection.over(projections, offset(run, 2));
  }

  /** Keys of a run, {@code [n, A, D, S]}. */
  Tensor keyTransposed(Tensor projections, Run run) {
    return projectionTransposed.over(projections, offset(run, 1));
  }

  /** Values of a run, {@code [n, A, D, S]}. */
  Tensor valueTransposed(Tensor projections, Run run) {
    return projectionTransposed.over(projections, offset(run, 2));
  }

  /** Rows of a run in a matrix of contexts, head by head, {@code [n, A, S, D]}. */
  Tensor context(Tensor contexts, Run run) {
    return context.over(contexts, (long) run.start() * hiddenSize);
  }

  /** Scores of a run among those of its batch, {@code [n, A, S, S]}. */
  Tensor scores(Tensor all, Run run) {
    return scores.over(all, heads * run.scores());
  }

  /** The same, transposed. */
  Tensor scoresTransposed(Tensor all, Run run) {
    return scoresTransposed.over(all, heads * run.scores());
  }

  /** Scores at the beginning of scratch memory. */
  Tensor firstScores(Tensor scratch) {
    return scores.over(scratch, 0);
  }

  /** The same, transposed. */
  Tensor firstScoresTransposed(Tensor scratch) {
    return scoresTransposed.over(scratch, 0);
  }

  private long offset(Run run, int which) {
    return (3L * run.start() + which) * hiddenSize;
  }
}
