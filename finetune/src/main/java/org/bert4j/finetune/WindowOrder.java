package org.bert4j.finetune;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import org.bert4j.common.random.RandomStream;
import org.bert4j.common.random.RandomStream.Purpose;

/**
 * Which windows a step trains on, drawn afresh for every epoch: all windows in random order, cut
 * into pools, each pool sorted by length and cut into steps, the steps in random order again. So
 * equally long windows are neighbours in a step and run through attention together, while pools of
 * many steps keep the steps as random as before (HuggingFace's {@code group_by_length}).
 */
public final class WindowOrder {
  private static final int MAX_POOL = 50; // steps
  private static final int MIN_POOLS = 4;

  private final int windows;
  private final IntUnaryOperator length;
  private final int stepSize;
  private final long seed;

  /**
   * Of the windows of a task.
   *
   * @param windows how many
   * @param length gives the length of each
   * @param stepSize windows of a step
   * @param seed of the run
   */
  public WindowOrder(int windows, IntUnaryOperator length, int stepSize, long seed) {
    this.windows = windows;
    this.length = length;
    this.stepSize = stepSize;
    this.seed = seed;
  }

  /**
   * Steps in which every window is trained on once.
   *
   * @return steps of an epoch
   */
  public int stepsPerEpoch() {
    return (windows + stepSize - 1) / stepSize;
  }

  /**
   * The windows of each step of an epoch; one step may have fewer than the others.
   *
   * @param epoch counted from 0
   * @return numbers of windows, a row a step
   */
  public int[][] steps(long epoch) {
    int[] order = shuffled(windows, epoch, 0);
    int pool = stepSize * poolSteps();
    for (int from = 0; from < windows; from += pool) {
      sortByLength(order, from, Math.min(windows, from + pool));
    }
    int[] places = shuffled(stepsPerEpoch(), epoch, 1);
    int[][] steps = new int[places.length][];
    for (int i = 0; i < steps.length; i++) {
      int from = i * stepSize;
      steps[places[i]] = Arrays.copyOfRange(order, from, Math.min(windows, from + stepSize));
    }
    return steps;
  }

  private int poolSteps() {
    return Math.max(1, Math.min(MAX_POOL, stepsPerEpoch() / MIN_POOLS));
  }

  private int[] shuffled(int count, long epoch, int index) {
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    RandomStream.of(seed, epoch, index, Purpose.WINDOW_ORDER).shuffle(order, 0, count);
    return order;
  }

  private void sortByLength(int[] order, int from, int to) {
    long[] keys = new long[to - from];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = (long) length.applyAsInt(order[from + i]) << Integer.SIZE | i;
    }
    Arrays.sort(keys);
    int[] unsorted = Arrays.copyOfRange(order, from, to);
    for (int i = 0; i < keys.length; i++) {
      order[from + i] = unsorted[(int) keys[i]];
    }
  }
}
