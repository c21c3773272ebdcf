package org.bert4j.finetune.dl4j;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.bert4j.common.batch.Batch;
import org.bert4j.common.dl4j.SequenceIterator;
import org.bert4j.finetune.WindowOrder;

/**
 * Goes over labelled windows, each once an epoch; {@code reset} begins the next one.
 *
 * @param <B> the kind of batch
 */
abstract class WindowIterator<B extends Batch<B>> extends SequenceIterator<B> {
  private static final long serialVersionUID = 1L;

  private final transient IteratorSettings settings;
  private final transient int[] lengths;
  private transient int[][] steps;
  private int step;
  private int taken;
  private long epoch;

  /** Of windows of these lengths. */
  WindowIterator(IteratorSettings settings, int[] lengths) {
    super(settings.withTypes());
    this.settings = settings;
    this.lengths = lengths;
    begin();
  }

  private void begin() {
    int size = settings.batchSize();
    steps =
        settings.shuffled()
            ? new WindowOrder(lengths.length, i -> lengths[i], size, settings.seed()).steps(epoch)
            : inOrder(size);
    step = 0;
    taken = 0;
  }

  private int[][] inOrder(int size) {
    int[][] batches = new int[(lengths.length + size - 1) / size][];
    for (int i = 0; i < batches.length; i++) {
      batches[i] = IntStream.range(i * size, Math.min(lengths.length, (i + 1) * size)).toArray();
    }
    return batches;
  }

  /**
   * Makes a batch of windows.
   *
   * @param windows their numbers
   */
  abstract B batch(int[] windows);

  /** Asked for fewer, it gives the rest of a batch next; asked for more, a whole batch. */
  @Override
  protected final B nextBatch(int sequences) {
    int[] windows = steps[step];
    int end = sequences == 0 ? windows.length : Math.min(windows.length, taken + sequences);
    B batch = batch(Arrays.copyOfRange(windows, taken, end));
    taken = end;
    if (taken == windows.length) {
      step++;
      taken = 0;
    }
    return batch;
  }

  @Override
  public final boolean hasNext() {
    return step < steps.length;
  }

  @Override
  public final void reset() {
    epoch++;
    begin();
  }
}
