package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models with random damage load or are refused in one line, whatever they promise. */
class OnnxFuzzTest {
  private static final long SEED = Mutation.SEED;

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
    Mutation mutation = new Mutation(300);
    int files = 0;
    for (; mutation.more(files); files++) {
      byte[] damaged = Mutation.damaged(models.get(random.nextInt(models.size())), random);
      open(Files.write(directory.resolve("damaged.onnx"), damaged), files);
    }
    assertTrue(loaded > files / 100 && loaded < files, loaded + " of " + files + " load");
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
}
