package org.bert4j.common.kernel;

import java.util.Arrays;

/**
 * Random masks of one training step: elements that are 0 with the dropout rate and 1 otherwise, in
 * half precision where oneDNN can multiply by it. A mask is drawn right before it is used, as a
 * function of the step's seed, the mask's number in the step, the sequence and the element's index
 * in it, whatever the number of threads.
 *
 * <p>oneDNN has a dropout attribute, but only its reference implementation honours it (matrix
 * products become 2,000 times slower), so masks are multiplied in as post-operations. A 32-bit hash
 * (Wellons' {@code lowbias32}) gives two decisions of 16 bits each; the loop over an {@code int[]}
 * is vectorized by the JVM.
 */
public final class DropoutMasks {
  private static final int BLOCK = 4096;
  private static final int ONE = 0x3F80 << 16; // its upper half is 1 in half precision
  private static final int LEVELS = 1 << 16;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int[] INDICES = indices(); // a loop over i itself is not vectorized
  private static final int CACHE_LINE = 32; // elements

  private final int threshold;
  private final Tensor pool;
  private Drawer[] drawers = new Drawer[0];
  private long used;
  private long seed;

  /**
   * Makes masks over the elements of a pool.
   *
   * @param arena owns the pool
   * @param rate probability of a zero, 0 to below 1
   * @param masks number of masks in one step at most
   * @param capacity elements of all masks of one step at most
   */
  public DropoutMasks(Arena arena, float rate, int masks, long capacity) {
    this(arena.matrix(DataType.smallest(), 1, capacity + (long) masks * CACHE_LINE), rate);
  }

  /** Masks in the memory and the type of a pool. */
  DropoutMasks(Tensor pool, float rate) {
    this.threshold = threshold(rate);
    this.pool = pool;
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
   * Begins a step.
   *
   * @param newSeed of the step
   */
  public void start(long newSeed) {
    seed = newSeed;
    used = 0;
  }

  /**
   * Draws the next mask of the step.
   *
   * @param engine draws it
   * @param elements size of the mask
   * @param segments ranges that are drawn; what lies between and after them is not used
   * @param unit elements of a unit that the segments count in
   * @return its elements {@code [1, elements]}, 0 or 1
   * @throws IndexOutOfBoundsException if the pool is too small
   */
  public Tensor next(ComputeEngine engine, long elements, Segments segments, long unit) {
    if (drawers.length != engine.workers().threads()) {
      drawers = new Drawer[engine.workers().threads()];
      Arrays.setAll(drawers, i -> new Drawer());
    }
    Tensor mask = pool.columns(used, elements);
    used += (elements + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
    seed = mix(seed + GOLDEN);
    engine.measured(
        "dropout mask",
        elements * mask.type().bytes(),
        () -> engine.workers().run(segments.count(), new Drawing(mask, segments, unit)));
    return mask;
  }

  /** Draws the ranges of one mask. */
  private final class Drawing implements Workers.Part {
    private final Tensor mask;
    private final Segments segments;
    private final long unit;

    Drawing(Tensor mask, Segments segments, long unit) {
      this.mask = mask;
      this.segments = segments;
      this.unit = unit;
    }

    @Override
    public void run(int part, long from, long to) {
      for (int i = (int) from; i < to; i++) {
        long first = segments.starts()[i] * unit;
        long address = mask.address() + first * mask.type().bytes();
        long key = mix(seed ^ mix(segments.keys()[i] + 1));
        Drawer drawer = drawers[part];
        if (mask.type() == DataType.BF16) {
          drawer.drawHalves(address, segments.lengths()[i] * unit, key);
        } else {
          drawer.draw(address, segments.lengths()[i] * unit, key);
        }
      }
    }
  }

  /** Draws on one thread: the same decisions in either type. */
  private final class Drawer {
    private final int[] words = new int[2 * BLOCK];
    private final WordPointer target = new WordPointer();
    private final HalfPointer single = new HalfPointer();

    /** Two half-precision elements a word. */
    void drawHalves(long address, long elements, long key) {
      long blockKey = key;
      for (long done = 0; done < elements; done += 2 * BLOCK) {
        int count = (int) Math.min(2 * BLOCK, elements - done);
        blockKey = mix(blockKey + GOLDEN);
        halves(words, (count + 1) / 2, blockKey, threshold);
        target.at(address + done * Short.BYTES).put(words, 0, count / 2);
        if (count % 2 == 1) {
          single.at(address + done * Short.BYTES).put(count - 1, (short) words[count / 2]);
        }
      }
    }

    /** A single-precision element a word. */
    void draw(long address, long elements, long key) {
      long blockKey = key;
      for (long done = 0; done < elements; done += 2 * BLOCK) {
        int count = (int) Math.min(2 * BLOCK, elements - done);
        blockKey = mix(blockKey + GOLDEN);
        singles(words, (count + 1) / 2, blockKey, threshold);
        target.at(address + done * Float.BYTES).put(words, 0, count);
      }
    }
  }

  private static void halves(int[] words, int count, long key, int threshold) {
    int first = (int) key;
    int second = (int) (key >>> 32);
    for (int i = 0; i < count; i++) {
      int x = hash(INDICES[i], first, second);
      words[i] = one(x & 0xFFFF, threshold) >>> 16 | one(x >>> 16, threshold);
    }
  }

  private static void singles(int[] words, int count, long key, int threshold) {
    int first = (int) key;
    int second = (int) (key >>> 32);
    for (int i = 0; i < count; i++) {
      int x = hash(INDICES[i], first, second);
      words[2 * i] = one(x & 0xFFFF, threshold);
      words[2 * i + 1] = one(x >>> 16, threshold);
    }
  }

  private static int hash(int index, int first, int second) {
    int x = index ^ first;
    x = (x ^ (x >>> 16)) * 0x7FEB352D + second;
    x = (x ^ (x >>> 15)) * 0x846CA68B;
    return x ^ (x >>> 16);
  }

  /** The bits of 1, or of 0 if the level is below the threshold. */
  private static int one(int level, int threshold) {
    return ~((level - threshold) >> 31) & ONE;
  }

  private static int[] indices() {
    int[] indices = new int[BLOCK];
    Arrays.setAll(indices, i -> i);
    return indices;
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
