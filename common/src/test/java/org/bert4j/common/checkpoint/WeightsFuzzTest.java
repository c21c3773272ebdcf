package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bert4j.common.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Weights of other formats than ONNX, and descriptions of models, with random damage: they load or
 * are refused in one line that names a file, and neither time nor memory is what they promise.
 */
class WeightsFuzzTest {
  private static final long MAX_ALLOCATED = 16 << 20;
  private static final long MAX_NANOS = 2_000_000_000L;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @TempDir Path directory;
  private int loaded;

  /** Opens a file and reads all of it. */
  @FunctionalInterface
  private interface Reading {
    void read(Path file) throws IOException;
  }

  private static Reading weights(ShardedTensors.Opener opener) {
    return file -> {
      try (TensorFile tensors = opener.open(file)) {
        for (String name : tensors.names()) {
          tensors.floats(name);
        }
      }
    };
  }

  private void fuzz(String name, List<byte[]> whole, Reading reading) throws IOException {
    SplittableRandom random = new SplittableRandom(Mutation.SEED);
    Path file = directory.resolve(name);
    reading.read(Files.write(file, whole.get(0)));
    Mutation mutation = new Mutation(300);
    int files = 0;
    for (; mutation.more(files); files++) {
      byte[] damaged = Mutation.damaged(whole.get(random.nextInt(whole.size())), random);
      open(Files.write(file, damaged), reading, "seed " + Mutation.SEED + ", file " + files);
    }
    assertTrue(loaded < files, loaded + " of " + files + " load");
  }

  private void open(Path file, Reading reading, String which) throws IOException {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long began = THREADS.getCurrentThreadCpuTime();
    try {
      reading.read(file);
      loaded++;
    } catch (IllegalArgumentException e) {
      assertTrue(e.getMessage().startsWith(directory.toString()), which + ": " + e.getMessage());
      assertEquals(1, e.getMessage().lines().count(), which + ": " + e.getMessage());
      assertTrue(e.getMessage().length() < 2000, which + ": " + e.getMessage());
    } catch (RuntimeException | Error e) {
      throw new AssertionError(which, e);
    }
    long nanos = THREADS.getCurrentThreadCpuTime() - began;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < MAX_ALLOCATED, which + " took " + allocated + " bytes");
    assertTrue(nanos < MAX_NANOS, which + " took " + nanos + " ns");
  }

  private static byte[] resource(String name) throws IOException {
    return Files.readAllBytes(Path.of("src/test/resources").resolve(name));
  }

  private Map<String, FloatTensor> someTensors() {
    Map<String, FloatTensor> some = new LinkedHashMap<>();
    SavedModels.stored("tiny/model.safetensors").entrySet().stream()
        .limit(8)
        .forEach(tensor -> some.put(tensor.getKey(), tensor.getValue()));
    return some;
  }

  @Test
  void safetensors() throws IOException {
    byte[] whole = Files.readAllBytes(Golden.path("tiny/model.safetensors"));
    // Most of the damage is to hit the header.
    byte[] few =
        Arrays.copyOf(
            whole, 8 + ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt() + 64);
    fuzz("model.safetensors", List.of(whole, few), weights(SafeTensors::open));
  }

  @Test
  void pickles() throws IOException {
    fuzz(
        "pytorch_model.bin",
        List.of(
            resource("pytorch/tensors.bin"),
            resource("pytorch/legacy.bin"),
            resource("pytorch/protocol4.bin"),
            resource("pytorch/module.bin"),
            resource("pytorch/wrapped.bin"),
            resource("pytorch/zip64.bin")),
        weights(PyTorchFile::open));
  }

  @Test
  void tensorFlow() throws IOException {
    TensorFlowWriter writer = new TensorFlowWriter(2);
    for (int i = 0; i < 6; i++) {
      writer.add(
          "bert/encoder/layer_" + i + "/output/dense/bias",
          FloatTensor.of(FloatBuffer.allocate(7), 7));
    }
    Path index = directory.resolve("bert_model.ckpt.index");
    writer.write(index);
    fuzz(
        "bert_model.ckpt.index",
        List.of(Files.readAllBytes(index)),
        weights(TensorFlowCheckpoint::open));
  }

  @Test
  void shards() throws IOException {
    Map<String, FloatTensor> some = someTensors();
    Path index = directory.resolve("model.safetensors.index.json");
    SavedModels.writeShards(index, some, SafeTensorsWriter::write);
    fuzz(
        "model.safetensors.index.json",
        List.of(Files.readAllBytes(index)),
        weights(file -> ShardedTensors.open(file, SafeTensors::open)));
  }

  @Test
  void descriptions() throws IOException {
    Files.copy(Golden.path("tiny/model.safetensors"), directory.resolve("model.safetensors"));
    byte[] config = Files.readAllBytes(Golden.path("tiny/config.json"));
    String labels =
        new String(config, StandardCharsets.UTF_8)
            .replaceFirst(
                "\\{", "{\"id2label\": {\"0\": \"O\", \"1\": \"B-P\"}, \"num_labels\": 2,");
    fuzz(
        "config.json",
        List.of(config, labels.getBytes(StandardCharsets.UTF_8)),
        file -> {
          CheckpointDirectory checkpoint = CheckpointDirectory.open(file.getParent());
          checkpoint.config();
          checkpoint.labels();
          checkpoint.summary();
        });
  }

  @Test
  void theBestOfARun() throws IOException {
    Path checkpoint = Files.createDirectories(directory.resolve("checkpoint-7"));
    for (String name : List.of("model.safetensors", "config.json")) {
      Files.copy(Golden.path("tiny/" + name), checkpoint.resolve(name));
    }
    Files.createDirectories(checkpoint.resolve("training"));
    for (String name :
        List.of(
            CheckpointDirectory.PROVENANCE,
            CheckpointDirectory.OPTIMIZER,
            CheckpointDirectory.STATE)) {
      Files.createFile(checkpoint.resolve(name));
    }
    byte[] best = "{\"best_model_checkpoint\": \"checkpoint-7\"}".getBytes(StandardCharsets.UTF_8);
    fuzz("best.json", List.of(best), file -> CheckpointDirectory.open(file.getParent()).config());
  }
}
