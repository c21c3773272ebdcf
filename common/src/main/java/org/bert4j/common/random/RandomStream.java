package org.bert4j.common.random;

import java.util.Objects;

/**
 * A stream of random numbers that depends on nothing but (seed, epoch, index, purpose): two streams
 * of the same four are the same, streams that differ in one of them are unrelated. So a draw can be
 * repeated without replaying the draws before it, whatever the order and the threads.
 *
 * <p>The generator is SplitMix64 (Steele, Lea, Flood, <i>Fast Splittable Pseudorandom Number
 * Generators</i>, 2014), its start mixed from the four. Not thread-safe: make one where it is used.
 */
public final class RandomStream {
  private static final long GAMMA = 0x9E3779B97F4A7C15L;
  private static final double DOUBLE_UNIT = 0x1p-53;

  private long state;

  private RandomStream(long state) {
    this.state = state;
  }

  /**
   * What numbers are drawn for. The ordinal is part of every stream: new purposes go to the end.
   */
  public enum Purpose {
    /** First values of parameters. */
    INITIALIZATION,
    /** Dropout masks. */
    DROPOUT,
    /** Order of documents. */
    DOCUMENT_ORDER,
    /** Sentence pairs. */
    SENTENCE_PAIRS,
    /** Masked positions and what replaces them. */
    MASKING,
    /** Choice of held-out documents. */
    HOLD_OUT,
    /** Text of the built-in sample corpus. */
    SAMPLE_CORPUS,
    /** Made-up inputs of benchmarks. */
    BENCHMARK,
    /** Ends at which a sentence pair that is too long is cut. */
    TRUNCATION,
    /** Order of sentence pairs. */
    INSTANCE_ORDER,
    /** Order of the windows of labelled text. */
    WINDOW_ORDER,
    /** Made-up texts with their translations. */
    TRANSLATION_PAIRS
  }

  /**
   * Opens a stream.
   *
   * @param seed seed of the run
   * @param epoch pass over the data, or 0
   * @param index what is drawn for: a document, an instance, a step, a parameter
   * @param purpose what is drawn
   * @return the stream, at its start
   */
  public static RandomStream of(long seed, long epoch, long index, Purpose purpose) {
    long state = mix(seed + GAMMA);
    state = mix((state ^ epoch) + GAMMA);
    state = mix((state ^ index) + GAMMA);
    return new RandomStream(mix((state ^ purpose.ordinal()) + GAMMA));
  }

  /**
   * Draws 64 random bits.
   *
   * @return any long, all equally likely
   */
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /**
   * Draws a number below a bound, without bias: multiply and reject (Lemire, <i>Fast Random Integer
   * Generation in an Interval</i>, 2019).
   *
   * @param bound at least 1
   * @return 0 … bound − 1, all equally likely
   * @throws IllegalArgumentException if the bound is below 1
   */
  public int nextInt(int bound) {
    if (bound < 1) {
      throw new IllegalArgumentException(
          "a random number needs a bound of at least 1, not " + bound);
    }
    long product = (nextLong() >>> 32) * bound;
    if ((product & 0xFFFFFFFFL) < bound) {
      long threshold = (1L << 32) % bound;
      while ((product & 0xFFFFFFFFL) < threshold) {
        product = (nextLong() >>> 32) * bound;
      }
    }
    return (int) (product >>> 32);
  }

  /**
   * Draws from the unit interval.
   *
   * @return at least 0 and below 1, a multiple of 2^−53
   */
  public double nextDouble() {
    return (nextLong() >>> 11) * DOUBLE_UNIT;
  }

  /**
   * Draws from the standard normal distribution (Box and Muller, 1958).
   *
   * @return mean 0, standard deviation 1
   */
  public double nextGaussian() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
    return radius * StrictMath.cos(2 * Math.PI * nextDouble());
  }

  /**
   * Draws from the standard normal distribution cut off at two standard deviations, as BERT's
   * parameters are initialized.
   *
   * @return a value within [−2, 2]
   */
  public double nextTruncatedNormal() {
    double value = nextGaussian();
    while (Math.abs(value) > 2) {
      value = nextGaussian();
    }
    return value;
  }

  /**
   * Puts elements into random order (Fisher and Yates).
   *
   * @param values array to change
   * @param from first element
   * @param to end, exclusive
   */
  public void shuffle(int[] values, int from, int to) {
    Objects.checkFromToIndex(from, to, values.length);
    for (int i = to - 1; i > from; i--) {
      int j = from + nextInt(i - from + 1);
      int value = values[i];
      values[i] = values[j];
      values[j] = value;
    }
  }

  /** The finalizer of SplitMix64: every bit of the input reaches every bit of the result. */
  private static long mix(long z) {
    long x = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
