package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bert4j.common.Golden;
import org.bert4j.common.io.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTensorsTest {
  @TempDir Path directory;

  @Test
  void readsReferenceFile() throws IOException {
    try (SafeTensors file = SafeTensors.open(Golden.path("deep/inputs.safetensors"))) {
      assertEquals(List.of(4L, 48L), file.shape("attention_mask"));
      float[] mask = file.floats("attention_mask");
      int[] lengths = new int[4];
      for (int i = 0; i < mask.length; i++) {
        lengths[i / 48] += (int) mask[i];
      }
      assertArrayEquals(new int[] {1, 13, 31, 48}, lengths);
    }
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    // 2 ^ 14 floats fill the buffer of reader and writer.
    Map<String, FloatTensor> written = new LinkedHashMap<>();
    written.put("scalar", FloatTensor.of(random(1, 1)));
    written.put("none", FloatTensor.of(random(2, 0), 0, 3));
    written.put("exact", FloatTensor.of(random(3, 1 << 16), 1 << 8, 1 << 8));
    written.put("odd", FloatTensor.of(random(4, 207 * 1301), 207, 1301));
    Path path = directory.resolve("odd.safetensors");
    SafeTensorsWriter.write(path, written);
    try (SafeTensors file = SafeTensors.open(path)) {
      assertEquals(List.copyOf(written.keySet()), List.copyOf(file.names()));
      for (Map.Entry<String, FloatTensor> tensor : written.entrySet()) {
        FloatBuffer values = tensor.getValue().values();
        FloatBuffer read = random(5, values.remaining());
        file.read(tensor.getKey(), new FloatTensor(tensor.getValue().shape(), read));
        assertEquals(-1, read.mismatch(values), tensor.getKey());
      }
    }
  }

  @Test
  void readsIntoAViewAndNoFurther() throws IOException {
    Path path = directory.resolve("view.safetensors");
    SafeTensorsWriter.write(
        path, Map.of("x", FloatTensor.of(FloatBuffer.wrap(new float[] {1, 2}), 2)));
    FloatBuffer all = ByteBuffer.allocateDirect(16).order(ByteOrder.nativeOrder()).asFloatBuffer();
    try (SafeTensors file = SafeTensors.open(path)) {
      FloatBuffer view = all.duplicate().position(1).limit(3);
      file.read("x", FloatTensor.of(view, 2));
      assertEquals(1, view.position());
    }
    float[] values = new float[4];
    all.get(values);
    assertArrayEquals(new float[] {0, 1, 2, 0}, values);
  }

  @Test
  void writesTheReferenceFileByteForByte() throws IOException {
    Path reference = Golden.path("tiny/model.safetensors");
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    Golden.tensors("tiny/model.safetensors")
        .forEach(
            (name, tensor) ->
                tensors.put(
                    name, new FloatTensor(tensor.shape(), FloatBuffer.wrap(tensor.values()))));
    Path path = directory.resolve("model.safetensors");
    SafeTensorsWriter.write(path, tensors);
    assertEquals(-1, Files.mismatch(reference, path));
    SafeTensorsWriter.write(path, tensors);
    assertEquals(-1, Files.mismatch(reference, path));
  }

  @ParameterizedTest
  @CsvSource({
    "F64, 2, 000000000000F8BF 9A9999999999B93F",
    "F32, 2, 0000C0BF D308BE1E",
    "BF16, 2, C0BF BE1E",
    "F16, 4, 00BE 0100 FF7B 00FC",
    "I64, 2, FEFFFFFFFFFFFFFF 0000000001000000",
    "I32, 2, FEFFFFFF 00000001",
    "I16, 2, FEFF 0001",
    "I8, 2, FE 7F",
    "U8, 2, FE 7F",
    "BOOL, 2, 01 00"
  })
  void convertsEveryElementType(String dtype, int elements, String hex) throws IOException {
    byte[] data = HexFormat.of().parseHex(hex.replace(" ", ""));
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[%d],\"data_offsets\":[0,%d]}}"
            .formatted(dtype, elements, data.length);
    float[] expected =
        switch (dtype) {
          case "F64" -> new float[] {-1.5f, 0.1f};
          case "F32" -> new float[] {-1.5f, Float.intBitsToFloat(0x1EBE08D3)};
          case "BF16" -> new float[] {-1.5f, Float.intBitsToFloat(0x1EBE0000)};
          case "F16" -> new float[] {-1.5f, 0x1p-24f, 65504, Float.NEGATIVE_INFINITY};
          case "I64" -> new float[] {-2, 0x1p32f};
          case "I32" -> new float[] {-2, 0x1p24f};
          case "I16" -> new float[] {-2, 256};
          case "I8" -> new float[] {-2, 127};
          case "U8" -> new float[] {254, 127};
          default -> new float[] {1, 0};
        };
    try (SafeTensors file = SafeTensors.open(file(header, data))) {
      assertArrayEquals(expected, file.floats("x"));
    }
  }

  @Test
  void convertsEveryHalfPrecisionNumber() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      int exponent = bits >> 10 & 31;
      double fraction = (bits & 1023) / 1024.0;
      double magnitude =
          exponent == 31
              ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
              : exponent == 0
                  ? fraction * Math.pow(2, -14)
                  : (1 + fraction) * Math.pow(2, exponent - 15);
      float expected = (float) (bits >> 15 == 0 ? magnitude : -magnitude);
      assertEquals(expected, DType.halfToFloat((short) bits), "of bits " + bits);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "F31 | [2] | [0,8] | dtype is F31, expected one of",
        "F32 | [3] | [0,8] | data_offsets [0, 8] hold 8 bytes, expected 12 for F32 of shape [3]",
        "F32 | [2] | [8,0] | data_offsets [8, 0] hold -8 bytes, expected 8 for F32 of shape [2]",
        "F32 | [2] | [0,8,8] | data_offsets is [0, 8, 8], expected [begin, end]",
        "F32 | [2] | [-8,0] | data_offsets has -8, expected integers of 0 or more",
        "F32 | [2.0] | [0,8] | shape has 2.0, expected integers of 0 or more",
        "F32 | 2 | [0,8] | shape is missing or no list, expected a list",
        "F32 | [2] | [4,12] | tensor x begins at byte 4 of the data, expected 0",
        "F32 | [3] | [0,12] | 8 bytes of data, expected 12; the file is cut off or damaged",
        "F32 | [1] | [0,4] | 8 bytes of data, expected 4; the file is cut off or damaged",
        "F32 | [4294967296,4294967296] | [0,8]"
            + " | shape [4294967296, 4294967296] is too large for any file",
        "F64 | [2305843009213693952] | [0,0] | shape [2305843009213693952] is too large"
      })
  void refusesDamagedHeader(String dtype, String shape, String offsets, String message)
      throws IOException {
    String header =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":%s}}"
            .formatted(dtype, shape, offsets);
    assertRefused(file(header, new byte[8]), message);
  }

  /** Names and types are texts of a file that nobody need trust. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\\nb\":{\"dtype\":\"F31\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\":{\"dtype\":\"F\\r3\",\"shape\":[2],\"data_offsets\":[0,8]}}",
        "{\"a\\nb\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,9]}}",
        "{\"a\\nb\":{\"dtype\":\"F32\",\"shape\":[\"\\n\"],\"data_offsets\":[0,8]}}",
        "{\"a\\nb\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
        "{\"__metadata__\":\"a\\nb\"}"
      })
  void refusesOnOneLine(String header) throws IOException {
    Path path = file(header, new byte[8]);
    String message =
        assertThrows(IllegalArgumentException.class, () -> SafeTensors.open(path).close())
            .getMessage();
    assertEquals(1, message.lines().count(), message);
  }

  @Test
  void refusesWhatIsNoSafeTensorsFile() throws IOException {
    Path path = directory.resolve("file");
    assertRefused(path, "no such file, expected a safetensors file");
    assertRefused(Files.write(path, new byte[7]), "7 bytes, expected a safetensors file");
    byte[] long64 = {1, (byte) 225, (byte) 245, 5, 0, 0, 0, 0};
    assertRefused(Files.write(path, long64), "a header of 100000001 bytes, expected at most");
    Arrays.fill(long64, (byte) 255);
    assertRefused(Files.write(path, long64), "a header of 18446744073709551615 bytes");
    assertRefused(Files.write(path, new byte[] {9, 0, 0, 0, 0, 0, 0, 0, '{'}), "only 1 follow");
    assertRefused(file("[]", new byte[0]), "header: expected a JSON object");
    assertRefused(file("{\"x\":", new byte[0]), "header: broken JSON at line 1");
    assertRefused(file("{} {}", new byte[0]), "header: broken JSON at line 1");
    String twice = "\"x\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}";
    assertRefused(file("{" + twice + "," + twice + "}", new byte[0]), "Duplicate");
    assertRefused(file("{\"x\":{\"y\":" + "[".repeat(5000), new byte[0]), "header: broken JSON");
  }

  /** What takes a tree of gigabytes and minutes is refused at its first token. */
  @Test
  void aHeaderOfMegabytesThatIsNoneOfTensorsIsRefusedAtOnce() {
    String braces = "{},".repeat(5_000_000) + "{}";
    assertTimeout(
        Duration.ofSeconds(5),
        () -> {
          assertRefused(
              file("{\"__metadata__\":[" + braces + "]}", new byte[0]),
              "__metadata__ has [, expected texts by name");
          assertRefused(
              file("{\"x\":{\"shape\":[" + braces + "]}}", new byte[0]),
              "tensor x: shape has {, expected integers of 0 or more");
          assertRefused(
              file("{\"x\":{\"shape\":[0" + ",0".repeat(5_000_000) + "]}}", new byte[0]),
              "tensor x: shape has more than 64 numbers");
          StringBuilder names = new StringBuilder("{\"__metadata__\":{");
          for (int i = 0; i < 1_000_000; i++) {
            names.append('"').append(i).append("\":\"\",");
          }
          assertRefused(
              file(names + "\"\":\"\"}}", new byte[0]), "header: more than 16384 entries");
        });
  }

  @Test
  void metadataAndPropertiesOfLaterVersionsDoNotMatter() throws IOException {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\",\"a\":\"\"},\"x\":{\"later\":[{}],\"dtype\":\"U8\","
            + "\"shape\":[2],\"data_offsets\":[0,2]}}";
    try (SafeTensors file = SafeTensors.open(file(header, new byte[] {7, 8}))) {
      assertArrayEquals(new float[] {7, 8}, file.floats("x"));
    }
    assertRefused(file("{\"__metadata__\":{\"a\":1}}", new byte[0]), "__metadata__ has 1");
    assertRefused(file("{\"x\":[]}", new byte[0]), "tensor x: expected an object with dtype");
    assertRefused(file("{\"x\":{\"dtype\":[]}}", new byte[0]), "tensor x: dtype is [");
    assertRefused(file("{\"x\":{\"dtype\":\"U8\"}}", new byte[0]), "x: shape is missing");
  }

  @Test
  void refusesOverlappingTensors() throws IOException {
    String tensor = "{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[%d,%d]}";
    String header = "{\"a\":%s,\"b\":%s}".formatted(tensor.formatted(0, 2), tensor.formatted(1, 3));
    assertRefused(file(header, new byte[3]), "tensor b begins at byte 1 of the data, expected 2");
  }

  @Test
  void namesTheTensorOfAnotherShape() throws IOException {
    try (SafeTensors file = SafeTensors.open(Golden.path("tiny/model.safetensors"))) {
      FloatTensor target = FloatTensor.of(FloatBuffer.allocate(3), 3);
      String message =
          assertThrows(
                  IllegalArgumentException.class, () -> file.read("cls.predictions.bias", target))
              .getMessage();
      assertTrue(
          message.endsWith(
              "model.safetensors: tensor cls.predictions.bias has shape [120], expected [3]"),
          message);
      assertThrows(IllegalArgumentException.class, () -> file.floats("no.such.tensor"));
    }
  }

  /** Whatever one byte is changed to, and wherever the file ends, it loads or is refused. */
  @Test
  void survivesEveryChangedByteAndEveryLength() throws IOException {
    Path path = directory.resolve("whole.safetensors");
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    tensors.put("ab", FloatTensor.of(random(6, 6), 2, 3));
    tensors.put("c", FloatTensor.of(random(7, 1), 1));
    SafeTensorsWriter.write(path, tensors);
    byte[] whole = Files.readAllBytes(path);
    int header = whole.length - 28;
    int loaded = 0;
    for (int at = 0; at < header; at++) {
      byte original = whole[at];
      for (byte value : replacements(original)) {
        whole[at] = value;
        loaded += loads(whole) ? 1 : 0;
      }
      whole[at] = original;
    }
    for (int length = 0; length < whole.length; length++) {
      assertTrue(!loads(Arrays.copyOf(whole, length)), "cut off after " + length + " bytes");
    }
    // Some changes are harmless, such as another letter in a name; most are not.
    assertTrue(loaded > 0 && loaded < 8 * header, loaded + " files loaded");
  }

  /** Each single bit flipped, and what has a meaning in JSON. */
  private static byte[] replacements(byte original) {
    byte[] json = "{}[],:\"\\ 0129-.e\0".getBytes(StandardCharsets.UTF_8);
    byte[] replacements = Arrays.copyOf(json, json.length + Byte.SIZE);
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      replacements[json.length + bit] = (byte) (original ^ 1 << bit);
    }
    return replacements;
  }

  private boolean loads(byte[] bytes) throws IOException {
    Path path = Files.write(directory.resolve("changed.safetensors"), bytes);
    try (SafeTensors file = SafeTensors.open(path)) {
      for (String name : file.names()) {
        file.floats(name);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void assertRefused(Path path, String message) {
    String found =
        assertThrows(IllegalArgumentException.class, () -> SafeTensors.open(path)).getMessage();
    assertTrue(found.startsWith(path + ": ") && found.contains(message), found);
    assertEquals(1, found.lines().count(), found);
  }

  private Path file(String header, byte[] data) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(8 + text.length + data.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text).put(data);
    return Files.write(directory.resolve("made.safetensors"), bytes.array());
  }

  private static FloatBuffer random(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatBuffer values =
        ByteBuffer.allocateDirect(4 * count).order(ByteOrder.nativeOrder()).asFloatBuffer();
    for (int i = 0; i < count; i++) {
      values.put(i, (float) random.nextDouble(-1, 1));
    }
    return values;
  }
}
