package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardedTensorsTest {
  @TempDir Path directory;
  private Path index;

  @BeforeEach
  void writeShards() throws IOException {
    index = directory.resolve("model.safetensors.index.json");
    SafeTensorsWriter.write(directory.resolve("one.safetensors"), Map.of("a", tensor(1)));
    SafeTensorsWriter.write(directory.resolve("two.safetensors"), Map.of("b", tensor(2)));
    TorchWriter.write(directory.resolve("one.bin"), Map.of("a", tensor(3)));
    TorchWriter.write(directory.resolve("two.bin"), Map.of("b", tensor(4)));
  }

  @Test
  void readsFromEveryShard() throws IOException {
    Files.writeString(index, map("one.safetensors", "two.safetensors"));
    assertValues(SafeTensors::open, 1, 2);
    Files.writeString(index, map("one.bin", "two.bin"));
    assertValues(PyTorchFile::open, 3, 4);
  }

  private void assertValues(ShardedTensors.Opener opener, float a, float b) throws IOException {
    try (ShardedTensors file = ShardedTensors.open(index, opener)) {
      assertEquals(List.of("a", "b"), List.copyOf(file.names()));
      assertEquals(List.of(1L), file.shape("b"));
      assertArrayEquals(new float[] {a}, file.floats("a"));
      assertArrayEquals(new float[] {b}, file.floats("b"));
      String message =
          assertThrows(IllegalArgumentException.class, () -> file.floats("c")).getMessage();
      assertEquals(index + ": no tensor c", message);
    }
  }

  @Test
  void refusesAShardThatIsMissing() throws IOException {
    Files.writeString(index, map("one.safetensors", "three.safetensors"));
    assertRefused(
        directory.resolve("three.safetensors")
            + ": no such file, but model.safetensors.index.json says that it has tensor b;"
            + " copy or download it");
  }

  @Test
  void refusesATensorThatIsElsewhere() throws IOException {
    Files.writeString(index, map("one.safetensors", "one.safetensors"));
    assertRefused(
        directory.resolve("one.safetensors")
            + ": no tensor b, which model.safetensors.index.json says is there");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../two.safetensors",
        "/two.safetensors",
        "..",
        ".",
        "",
        "a\\\\b",
        "\\u0000",
        "a\\r\\nb"
      })
  void refusesShardsOutsideTheDirectory(String shard) throws IOException {
    Files.writeString(index, map("one.safetensors", shard));
    String shown = shard.replace("\\\\", "\\").replace("\\u0000", " ").replace("\\r\\n", "  ");
    assertRefused(
        "%s: tensor b is in '%s', expected the name of a file in the same directory"
            .formatted(index, shown));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "{\"weight_map\": []}", "{\"weight_map\": {}}", "{\"weight_map\": 1}"})
  void refusesAnIndexWithoutTensors(String json) throws IOException {
    Files.writeString(index, json);
    assertRefused(index + ": weight_map is missing or empty, expected names of tensors and files");
  }

  @Test
  void refusesABrokenIndex() throws IOException {
    Files.writeString(index, "{\"weight_map\": ");
    assertRefused(index + ": broken JSON at line 1");
    Files.writeString(index, "{\"weight_map\": {\"a\": \"one.bin\", \"a\": \"two.bin\"}}");
    assertRefused(index + ": broken JSON at line 1");
  }

  private void assertRefused(String message) {
    String found =
        assertThrows(
                IllegalArgumentException.class, () -> ShardedTensors.open(index, SafeTensors::open))
            .getMessage();
    assertTrue(found.startsWith(message), found);
  }

  private static String map(String shardOfA, String shardOfB) {
    return "{\"metadata\": {\"total_size\": 8}, \"weight_map\": {\"a\": \"%s\", \"b\": \"%s\"}}"
        .formatted(shardOfA, shardOfB);
  }

  private static FloatTensor tensor(float value) {
    return FloatTensor.of(FloatBuffer.wrap(new float[] {value}), 1);
  }
}
