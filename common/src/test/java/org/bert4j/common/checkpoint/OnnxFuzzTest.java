package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Models with random damage load or are refused in one line, whatever they promise. The property
 * {@code fuzz.onnx} says how many; a hundred thousand take six minutes.
 */
class OnnxFuzzTest {
  private static final int FILES = Integer.getInteger("fuzz.onnx", 1000);
  private static final long SEED = Long.getLong("fuzz.seed", 11);

  /** Bytes that reading any of these files may allocate: windows of 64 KiB, nodes, names. */
  private static final long MAX_ALLOCATED = 8 << 20;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;
  private int loaded;

  @Test
  void anyDamageEndsInAModelOrInOneLine() throws IOException {
    List<byte[]> models = new ArrayList<>();
    for (String name :
        List.of("eager_11", "half_17", "dynamo_sdpa_18", "masked_lm_14", "question_answering_14")) {
      models.add(Files.readAllBytes(OnnxFileTest.exported(name)));
    }
    Path ours = directory.resolve("ours.onnx");
    SavedModels.writeOnnx(ours, SavedModels.stored("tiny/model.safetensors"));
    models.add(Files.readAllBytes(ours));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < FILES; i++) {
      byte[] damaged = damaged(models.get(random.nextInt(models.size())), random);
      open(Files.write(directory.resolve("damaged.onnx"), damaged), i);
    }
    assertTrue(loaded > FILES / 100 && loaded < FILES, loaded + " of " + FILES + " load");
  }

  private void open(Path file, int number) throws IOException {
    String which = "seed " + SEED + ", file " + number;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try (OnnxFile model = OnnxFile.open(file)) {
      for (String name : model.names()) {
        model.floats(name);
      }
      loaded++;
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().startsWith(directory.toString()), which + ": " + e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), which + ": " + e.getMessage());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which, e);
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < MAX_ALLOCATED, which + " took " + allocated + " bytes");
  }

  private static byte[] damaged(byte[] model, SplittableRandom random) {
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
