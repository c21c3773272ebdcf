package org.bert4j.common.layer;

import java.util.Arrays;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.DataType;
import org.bert4j.common.kernel.MovingView;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.layer.AttentionLayout.Run;

/**
 * What is added to scores: 0 where a query may look, −∞ where it may not. One vector hides, for all
 * lengths, the columns that are not a sequence's own: the window over its step from 0 to −∞ moves.
 * The triangle that hides the keys behind a query is written anew for each run, as products take
 * dense masks only; that is little beside the products.
 */
final class AttentionMask {
  private final Arena arena;
  private final int maxLength;
  private final Tensor steps;
  private final Transfer transfer = new Transfer();
  private final float[] row;
  private Tensor triangle;

  /** Makes the mask of sequences up to a length. */
  AttentionMask(Arena arena, int maxLength) {
    this.arena = arena;
    this.maxLength = maxLength;
    row = new float[maxLength + AttentionLayout.MULTIPLE]; // sequences that go alone are rounded up
    Arrays.fill(row, maxLength, row.length, Float.NEGATIVE_INFINITY);
    steps = arena.constants(1, row.length, row);
  }

  /** Makes room for the triangle. */
  void reserveCausal() {
    if (triangle == null) {
      triangle = arena.matrix(DataType.FP32, row.length, row.length);
    }
  }

  /** A window for the masks of runs of one shape. */
  MovingView window(Run run, boolean causal) {
    long rows = causal ? run.queryBucket() : 1;
    long columns = run.keyBucket();
    long all = rows * columns;
    return new MovingView(new long[] {1, 1, rows, columns}, new long[] {all, all, columns, 1});
  }

  /** Mask of the columns after so many keys, {@code [1, 1, 1, P]}, until the next call. */
  Tensor ofPadding(MovingView window, int keys) {
    return window.over(steps, maxLength - keys);
  }

  /**
   * Mask under which the last query sees all keys and each one before it one key less, {@code [1,
   * 1, Q, P]}, until the next call. It hides the columns that are not a run's own, too.
   */
  Tensor ofFuture(MovingView window, Run run) {
    int columns = run.keyBucket();
    int visible = run.keyLength() - run.queryLength();
    Arrays.fill(row, 0, Math.min(visible, columns), 0);
    Arrays.fill(row, visible, columns, Float.NEGATIVE_INFINITY);
    for (int i = 0; i < run.queryBucket(); i++) {
      if (visible < columns) {
        row[visible++] = 0;
      }
      transfer.write(triangle, (long) i * columns, row, columns);
    }
    return window.over(triangle, 0);
  }
}
