package org.bert4j.common.checkpoint;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;

/** Random damage to files, and how many of them are tried. */
final class Mutation {
  /** What the profile {@code fuzz} says of each test; without it a few files are enough. */
  private static final int SECONDS = Integer.getInteger("fuzz.seconds", 0);

  /** Decides all damage; a failure tells it. */
  static final long SEED = Long.getLong("fuzz.seed", SECONDS == 0 ? 11 : System.nanoTime() >>> 16);

  private static final long NANOS = 1_000_000_000L;

  private final long began = System.nanoTime();
  private final int least;

  /**
   * Begins a test.
   *
   * @param least files that are tried without the profile
   */
  Mutation(int least) {
    this.least = least;
  }

  /** Whether to go on after so many files. */
  boolean more(int done) {
    return SECONDS == 0 ? done < least : System.nanoTime() - began < SECONDS * NANOS;
  }

  /** A file with up to four kinds of damage. */
  static byte[] damaged(byte[] model, SplittableRandom random) {
    byte[] bytes = model;
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      bytes = damage(bytes, random);
    }
    return bytes;
  }

  private static byte[] damage(byte[] bytes, SplittableRandom random) {
    if (bytes.length < 2) {
      return bytes;
    }
    int at = random.nextInt(bytes.length);
    int length = Math.min(bytes.length - at, 1 + random.nextInt(random.nextInt(4) == 0 ? 4000 : 8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (random.nextInt(6)) {
      case 0 -> { // a bit
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return changed;
      }
      case 1 -> { // some other bytes, such as the largest numbers
        byte[] changed = bytes.clone();
        byte value = new byte[] {0, -1, 127, -128, (byte) random.nextInt()}[random.nextInt(5)];
        java.util.Arrays.fill(changed, at, at + Math.min(length, 9), value);
        return changed;
      }
      case 2 -> { // less
        out.write(bytes, 0, at);
        out.write(bytes, at + length, bytes.length - at - length);
      }
      case 3 -> { // more of the same
        out.write(bytes, 0, at + length);
        out.write(bytes, at, bytes.length - at);
      }
      case 4 -> { // something from elsewhere
        int from = random.nextInt(bytes.length - length + 1);
        out.write(bytes, 0, at);
        out.write(bytes, from, length);
        out.write(bytes, at + length, bytes.length - at - length);
      }
      default -> out.write(bytes, 0, random.nextInt(8) == 0 ? at : bytes.length); // cut off
    }
    return out.toByteArray();
  }
}
