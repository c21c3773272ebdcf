package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Files with one wrong byte, or none at the end: they load or are refused, nothing else. */
final class Damage {
  private final Path file;
  private final ShardedTensors.Opener opener;
  private int tried;
  private int loaded;

  /** Opens files of one format that are written to some path. */
  Damage(Path file, ShardedTensors.Opener opener) {
    this.file = file;
    this.opener = opener;
  }

  /** Makes the content of a file. */
  @FunctionalInterface
  interface Content {
    byte[] of(byte[] changed) throws IOException;
  }

  /**
   * Changes each byte a few times, a bit of it or to something else, and makes a file each time.
   */
  void changeEveryByte(byte[] bytes, byte[] others, int times, Content content) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    for (int at = 0; at < bytes.length; at++) {
      byte original = bytes[at];
      for (int i = 0; i < times; i++) {
        boolean flip = random.nextBoolean();
        bytes[at] =
            flip
                ? (byte) (original ^ 1 << random.nextInt(Byte.SIZE))
                : others[random.nextInt(others.length)];
        open(content.of(bytes));
      }
      bytes[at] = original;
    }
  }

  /** Leaves out what follows each byte. */
  void cutEverywhere(byte[] bytes, Content content) throws IOException {
    for (int length = 0; length < bytes.length; length++) {
      open(content.of(Arrays.copyOf(bytes, length)));
    }
  }

  /** Whether a file loads; if not, it must say so in one line that names a file. */
  boolean open(byte[] bytes) throws IOException {
    tried++;
    Files.write(file, bytes);
    try (TensorFile tensors = opener.open(file)) {
      for (String name : tensors.names()) {
        tensors.floats(name);
      }
      loaded++;
      return true;
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().startsWith(file.getParent().toString()), e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
      return false;
    }
  }

  int tried() {
    return tried;
  }

  int loaded() {
    return loaded;
  }
}
