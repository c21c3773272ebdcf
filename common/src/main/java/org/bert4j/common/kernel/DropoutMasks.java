package org.bert4j.common.kernel;

import org.bytedeco.javacpp.IntPointer;

/**
 * Random masks of one training step: half-precision elements that are 0 with the dropout rate and 1
 * otherwise. All masks of a step are drawn at once, as a function of the step's seed and the
 * element's index, whatever the number of threads.
 *
 * <p>oneDNN has a dropout attribute, but only its reference implementation honours it (matrix
 * products become 2,000 times slower), so masks are multiplied in as post-operations. A 32-bit hash
 * (Wellons' {@code lowbias32}) gives two decisions of 16 bits each; the loop over an {@code int[]}
 * is vectorized by the JVM.
 */
public final class DropoutMasks {
  private static final int BLOCK = 8192;
  private static final int ONE = 0x3F80;
  private static final int LEVELS = 1 << 16;

  private final Workers workers;
  private final int threshold;
  private final Tensor pool;
  private final int[][] buffers;
  private long used;

  /**
   * Makes masks over the elements of a pool.
   *
   * @param workers draw the masks
   * @param arena owns the pool
   * @param rate probability of a zero, 0 to below 1
   * @param capacity elements needed at most in one step
   */
  public DropoutMasks(Workers workers, Arena arena, float rate, long capacity) {
    this.workers = workers;
    this.threshold = threshold(rate);
    this.pool = arena.matrix(DataType.BF16, 1, capacity + capacity % 2);
    this.buffers = new int[workers.threads()][BLOCK];
  }

  /**
   * Rate that is applied for a wished rate: the nearest multiple of 2⁻¹⁶.
   *
   * @param rate 0 to below 1
   * @return the exact probability of a zero
   */
  public static float exactRate(float rate) {
    return (float) threshold(rate) / LEVELS;
  }

  /**
   * Draws the masks of a step.
   *
   * @param elements how many elements the step will take
   * @param seed of the step
   */
  public void draw(long elements, long seed) {
    long words = (elements + 1) / 2;
    if (2 * words > pool.columns()) {
      throw new IllegalArgumentException(
          "masks of " + elements + " elements do not fit into " + pool);
    }
    long blocks = (words + BLOCK - 1) / BLOCK;
    workers.run(blocks, (part, from, to) -> draw(part, new Blocks(from, to, words), seed));
    used = 0;
  }

  /**
   * The next mask of the step.
   *
   * @param rows number of rows
   * @param columns number of columns
   * @return its elements {@code [rows, columns]}, 0 or 1 in half precision
   */
  public Tensor next(long rows, long columns) {
    Tensor mask = pool.columns(used, rows * columns).reshape(rows, columns);
    used += rows * columns;
    return mask;
  }

  /** Blocks from … to − 1 of a mask of so many words. */
  private record Blocks(long from, long to, long words) {}

  private void draw(int part, Blocks blocks, long seed) {
    int[] words = buffers[part];
    IntPointer target = new IntPointer(new AddressPointer().at(pool.address()));
    for (long block = blocks.from(); block < blocks.to(); block++) {
      long start = block * BLOCK;
      fill(words, mix(seed + block * 0x9E3779B97F4A7C15L), threshold);
      target.position(start).put(words, 0, (int) Math.min(BLOCK, blocks.words() - start));
    }
  }

  private static void fill(int[] words, long key, int threshold) {
    int first = (int) key;
    int second = (int) (key >>> 32);
    for (int i = 0; i < words.length; i++) {
      int x = i ^ first;
      x = (x ^ (x >>> 16)) * 0x7FEB352D + second;
      x = (x ^ (x >>> 15)) * 0x846CA68B;
      x ^= x >>> 16;
      int low = ~(((x & 0xFFFF) - threshold) >> 31) & ONE;
      int high = ~(((x >>> 16) - threshold) >> 31) & (ONE << 16);
      words[i] = low | high;
    }
  }

  private static int threshold(float rate) {
    return Math.round(rate * LEVELS);
  }

  /** Finalizer of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long x) {
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }
}
