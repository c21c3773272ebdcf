package org.bert4j.common.layer;

import java.util.Arrays;
import org.bert4j.common.kernel.Arena;
import org.bert4j.common.kernel.Tensor;
import org.bert4j.common.kernel.Transfer;
import org.bert4j.common.kernel.Window;
import org.bert4j.common.layer.SequenceLayout.Run;

/**
 * What is added to the scores of a sequence that goes alone: 0 in its own columns, −∞ in the few
 * that are not. One vector serves all lengths: the window over its step from 0 to −∞ moves.
 */
final class AttentionMask {
  private final Tensor steps;
  private final int zeros;
  private final Window[] windows;

  /** Makes the mask of sequences up to a length. */
  AttentionMask(Arena arena, int maxLength) {
    zeros = maxLength;
    float[] values = new float[maxLength + SequenceLayout.SCORE_MULTIPLE];
    Arrays.fill(values, zeros, values.length, Float.NEGATIVE_INFINITY);
    steps = arena.vector(values.length);
    windows = new Window[values.length / SequenceLayout.SCORE_MULTIPLE + 1];
    Arrays.setAll(windows, i -> window(i * SequenceLayout.SCORE_MULTIPLE));
    new Transfer().write(steps, 0, values, values.length);
  }

  private static Window window(long bucket) {
    return new Window(new long[] {1, 1, 1, bucket}, new long[] {bucket, bucket, bucket, 1});
  }

  /** Mask of a padded run, {@code [1, 1, 1, P]}, valid until the next call. */
  Tensor of(Run run) {
    Window window = windows[run.bucket() / SequenceLayout.SCORE_MULTIPLE];
    return window.over(steps, zeros - run.length());
  }
}
