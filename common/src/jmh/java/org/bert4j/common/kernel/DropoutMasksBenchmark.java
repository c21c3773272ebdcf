package org.bert4j.common.kernel;

import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;

/** Drawing the mask of a batch's hidden states. */
public class DropoutMasksBenchmark extends KernelBenchmark {
  private static final float RATE = 0.1f;

  private DropoutMasks masks;
  private Segments sequences;
  private long seed;

  /** Made by JMH. */
  public DropoutMasksBenchmark() {}

  @Override
  protected void prepare() {
    int count = shape.sequences();
    masks = new DropoutMasks(operands().arena(), RATE, 1, elements());
    sequences = new Segments(count, new long[count], new long[count], new long[count]);
    Arrays.setAll(sequences.starts(), i -> (long) i * shape.length());
    Arrays.fill(sequences.lengths(), shape.length());
    Arrays.setAll(sequences.keys(), i -> i);
  }

  private long elements() {
    return (long) shape.rows() * shape.hiddenSize();
  }

  /**
   * Draws one mask.
   *
   * @return the mask
   */
  @Benchmark
  public Tensor next() {
    masks.start(seed++);
    return masks.next(engine(), elements(), sequences, shape.hiddenSize());
  }
}
