package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PyTorchFileTest {
  /** Opcodes, and lengths that change the meaning of what follows. */
  private static final byte[] OPCODES =
      "()]}.NQRaebchjqrstuGJKMX\u0080\u0085\u0086\u0087\u0088\u0089\u008a\u008c\u0093\u0094\u0095"
          .getBytes(StandardCharsets.ISO_8859_1);

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"tensors.bin", "protocol4.bin", "zip64.bin"})
  void readsWhatPyTorchSaved(String name) throws IOException {
    try (PyTorchFile file = PyTorchFile.open(saved(name))) {
      for (String type : List.of("F64", "F32", "F16", "BF16")) {
        assertTensor(file, type, "[2, 3]", -1, -0.75, -0.5, -0.25, 0, 0.25);
      }
      assertTensor(file, "I64", "[2, 3]", 0, 1, 2, 3, 4, 5);
      assertTensor(file, "transposed", "[2, 3]", -1, -0.5, 0, -0.75, -0.25, 0.25);
      assertTensor(file, "row", "[3]", -0.25, 0, 0.25);
      assertTensor(file, "column", "[2]", -0.75, 0);
      assertTensor(file, "shared", "[3]", -0.25, 0, 0.25);
      assertTensor(file, "parameter", "[3]", -1, -0.75, -0.5);
      assertTensor(file, "scalar", "[]", 0.5);
      assertTensor(file, "none", "[0, 3]");
      double[] permuted = new double[24];
      for (int i = 0; i < permuted.length; i++) {
        permuted[i] = (i / 6 + i % 6 * 4) * 0.25 - 1;
      }
      assertTensor(file, "permuted", "[4, 2, 3]", permuted);
      assertEquals(13, file.names().size());
    }
  }

  /** Memory for a tensor must not be taken on the word of the archive's directory. */
  @Test
  void refusesADirectoryThatPromisesMoreThanTheFileHas() throws IOException {
    Path path = directory.resolve("promises.bin");
    TorchWriter.write(path, Map.of("x", FloatTensor.of(FloatBuffer.allocate(3), 3)));
    byte[] bytes = Files.readAllBytes(path);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int entry = text.lastIndexOf("PK\1\2"); // of the directory
    ByteBuffer sizes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    sizes.putInt(entry + 20, Integer.MAX_VALUE).putInt(entry + 24, Integer.MAX_VALUE);
    Files.write(path, bytes);
    String message =
        assertThrows(IllegalArgumentException.class, () -> PyTorchFile.open(path)).getMessage();
    assertTrue(message.startsWith(path + ": model/data/0 is cut off"), message);
  }

  @Test
  void readsBigEndianFiles() throws IOException {
    try (PyTorchFile file = PyTorchFile.open(saved("big_endian.bin"))) {
      assertTensor(file, "x", "[3, 2]", -1, -0.75, -0.5, -0.25, 0, 0.25);
    }
  }

  private static void assertTensor(PyTorchFile file, String name, String shape, double... expected)
      throws IOException {
    assertEquals(shape, file.shape(name).toString(), name);
    float[] values = new float[expected.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) expected[i];
    }
    assertArrayEquals(values, file.floats(name), name);
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    // 2 ^ 14 floats fill the reader's buffer.
    Map<String, FloatTensor> written = new LinkedHashMap<>();
    written.put("exact", FloatTensor.of(random(1, 1 << 15), 1 << 7, 1 << 8));
    written.put("odd", FloatTensor.of(random(2, 207 * 131), 207, 131));
    Path path = directory.resolve("pytorch_model.bin");
    TorchWriter.write(path, written);
    try (PyTorchFile file = PyTorchFile.open(path)) {
      for (Map.Entry<String, FloatTensor> tensor : written.entrySet()) {
        FloatBuffer read = FloatBuffer.wrap(file.floats(tensor.getKey()));
        assertEquals(tensor.getValue().values(), read, tensor.getKey());
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "code.bin | asks for code: posix.system; only tensors are read",
        "module.bin | asks for code: torch.nn.modules.linear.Linear; only tensors are read",
        "wrapped.bin | entry 'state_dict' is no tensor; save model.state_dict()",
        "legacy.bin | the format from before PyTorch 1.6, expected the one since; convert it",
        "compressed.bin | big_endian/byteorder is compressed or encrypted",
        "make.py | this is no file that torch.save wrote"
      })
  void refusesWhatIsNoStateDict(String name, String message) {
    assertRefused(saved(name), message);
  }

  @Test
  void refusesPicklesThatAskForCode() throws IOException {
    assertAsks("cbuiltins\neval\n(" + text("print()") + "tR.", "builtins.eval");
    assertAsks("cposix\nsystem\n.", "posix.system");
    assertAsks(text("os") + text("system") + "\u0093.", "os.system");
    assertAsks(text("a\nb\t") + text("c") + "\u0093.", "a?b?.c");
    assertAsks("ctorch._utils\n_rebuild_qtensor\n.", "torch._utils._rebuild_qtensor");
    assertAsks("c" + "x".repeat(1000) + "\ny\n.", "x".repeat(100));
  }

  private void assertAsks(String pickle, String global) throws IOException {
    assertRefused(file(pickle), ": asks for code: " + global + "; only tensors are read");
  }

  @Test
  void refusesDamagedPickles() throws IOException {
    assertRefused(file("(i."), "opcode 0x69, which no state dict needs");
    assertRefused(file("N."), "no dictionary of tensors");
    assertRefused(file("}" + text("a") + "Ns."), "entry 'a' is no tensor");
    assertRefused(file("}K\0Ns."), "entry '0' is no tensor");
    assertRefused(file("}(" + text("a") + "NNNu."), "dictionary whose keys are no names");
    assertRefused(file("}]Ns."), "dictionary whose keys are no names");
    assertRefused(file("]NNs."), "dictionary whose keys are no names");
    assertRefused(file("}Na."), "appends to what is no list");
    assertRefused(file("}]b."), "gives a state to what has none");
    assertRefused(file("ccollections\nOrderedDict\nNR."), "calls what is no function");
    assertRefused(file("N)R."), "calls what is no function");
    assertRefused(file("ccollections\nOrderedDict\nN\u0085R."), "dictionary that cannot be read");
    assertRefused(file("NQ."), "storage that cannot be read");
    assertRefused(file("ctorch._utils\n_rebuild_tensor_v2\n)R."), "tensor that cannot be read");
    assertRefused(file("ctorch._utils\n_rebuild_parameter\n)R."), "parameter that is no tensor");
    assertRefused(file("\u0080\6."), "pickle protocol 6, expected at most 5");
    assertRefused(file("\u008a\u0009."), "an integer of 9 bytes");
    for (String cut : List.of("}", "", "X\5\0\0\0abcd", "X\0\0\0\u00ff", "cposix\nsystem", "K")) {
      assertRefused(file(cut), "the pickle is cut off");
    }
    for (String empty : List.of("h\1.", "t.", "(.", ".", "N(.", "\u0087.", "Na.", "q\0.", "R.")) {
      assertRefused(file(empty), "takes what is not there");
    }
  }

  private static String text(String text) {
    return "X" + (char) text.length() + "\0\0\0" + text;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 0 | 2 | 1 | elements, or repeats some",
        "6 | 1 | 6 | 1 | elements, or repeats some",
        "6 | -1 | 6 | 1 | elements, or repeats some",
        "6 | 0 | 6 | 0 | OK",
        "6 | 0 | 7 | 0 | elements, or repeats some",
        "6 | 0 | 2 | 5 | OK",
        "6 | 0 | 2 | 6 | elements, or repeats some",
        "-1 | 0 | 0 | 0 | storage of -1 elements",
        "6 | 0 | -2 | 1 | no numbers of 0 or more",
        "6 | 0 | 2 | -1 | no numbers of 0 or more",
        "2147483647 | 0 | 1 | 1 | model/data/0 has 24 bytes, expected 2147483647 elements of F32"
      })
  void refusesTensorsOutsideTheirStorage(
      int elements, int offset, int size, int stride, String message) throws IOException {
    Map<String, FloatTensor> storage = new LinkedHashMap<>();
    storage.put("x", FloatTensor.of(random(3, 6), 6));
    byte[] pickle = TorchWriter.pickle(storage);
    ByteBuffer numbers = ByteBuffer.wrap(pickle).order(ByteOrder.LITTLE_ENDIAN);
    int found = 0;
    int[] replacements = {elements, offset, size, stride};
    for (int at = 0; at < pickle.length && found < 4; at++) {
      if (pickle[at] == 'J') {
        numbers.putInt(at + 1, replacements[found++]);
        at += 4;
      }
    }
    Path file = Files.write(directory.resolve("model.bin"), TorchWriter.archive(pickle, storage));
    if (message.equals("OK")) {
      try (PyTorchFile opened = PyTorchFile.open(file)) {
        assertEquals(size, opened.floats("x").length);
      }
    } else if (elements == 7) {
      assertRefused(file, "model/data/0 has 24 bytes, expected 7 elements of F32");
    } else {
      assertRefused(file, message);
    }
  }

  /** Neither time nor memory nor stack grow with what a pickle repeats or nests. */
  @Test
  void refusesPicklesThatExplode() throws IOException {
    String deep = "]".repeat(500_000) + "a".repeat(499_999);
    assertRefused(file(deep + "."), "no dictionary of tensors");
    assertRefused(file("]q\0h\0a" + "h\0\u0086".repeat(200_000) + "."), "no dictionary");
    assertRefused(file("]q\0h\0aX\0\0\0\0\u0093."), "something without a name");
    assertRefused(file("("), "the pickle is cut off");
    assertRefused(file("(".repeat(1_000_000) + "."), "takes what is not there");
    assertRefused(file("]".repeat(1 << 20) + "."), "expected at most 1048576 of a state dict");
    String tensor = "ctorch._utils\n_rebuild_tensor_v2\n(";
    String storage = "(X\1\0\0\0sctorch\nFloatStorage\nX\1\0\0\0" + "0X\1\0\0\0cK\6tQ";
    String sizes = "(" + "K\1".repeat(65) + "t";
    assertRefused(file(tensor + storage + "K\0" + sizes + ")tR."), "a tensor of 65 dimensions");
  }

  @Test
  void refusesArchivesOfAbsurdSizes() throws IOException {
    byte[] end = new byte[22 + 20 + 56 + 8];
    ByteBuffer bytes = ByteBuffer.wrap(end).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putInt(0, 0x04034b50);
    bytes.putInt(8, 0x06064b50).putLong(8 + 40, 1L << 60).putLong(8 + 48, 0);
    bytes.putInt(64, 0x07064b50).putLong(64 + 8, 8);
    bytes.putInt(84, 0x06054b50).putInt(84 + 12, -1).putInt(84 + 16, -1);
    Path file = directory.resolve("model.bin");
    assertRefused(Files.write(file, end), "directory has 1152921504606846976 bytes, expected at");
    bytes.putLong(8 + 40, 46).putLong(8 + 48, 1L << 62);
    assertRefused(Files.write(file, end), "the zip archive is cut off or its directory damaged");
    bytes.putLong(64 + 8, -1);
    assertRefused(Files.write(file, end), "the zip archive is cut off or its directory damaged");
  }

  @Test
  void survivesEveryChangedByteAndEveryLength() throws IOException {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    tensors.put("ab", FloatTensor.of(random(4, 6), 2, 3));
    byte[] pickle = TorchWriter.pickle(tensors);
    byte[] whole = TorchWriter.archive(pickle, tensors);
    Damage damage = new Damage(directory.resolve("changed.bin"), PyTorchFile::open);
    assertTrue(damage.open(whole));
    damage.changeEveryByte(whole, new byte[] {0, -1}, 2, bytes -> bytes);
    damage.changeEveryByte(pickle, OPCODES, 8, bytes -> TorchWriter.archive(bytes, tensors));
    damage.cutEverywhere(pickle, bytes -> TorchWriter.archive(bytes, tensors));
    // Other values, names and dates are harmless, most of the rest is not.
    assertTrue(damage.loaded() > 0 && damage.loaded() < damage.tried() / 2, damage.loaded() + "");
    int loaded = damage.loaded();
    damage.cutEverywhere(whole, bytes -> bytes);
    assertEquals(loaded, damage.loaded(), "a file that is cut off loads");
  }

  private Path file(String pickle) throws IOException {
    return file(pickle.getBytes(StandardCharsets.ISO_8859_1));
  }

  private Path file(byte[] pickle) throws IOException {
    Map<String, FloatTensor> storage = Map.of("x", FloatTensor.of(random(6, 6), 6));
    return Files.write(directory.resolve("model.bin"), TorchWriter.archive(pickle, storage));
  }

  private static void assertRefused(Path path, String message) {
    String found =
        assertThrows(IllegalArgumentException.class, () -> PyTorchFile.open(path)).getMessage();
    assertTrue(found.startsWith(path + ": ") && found.contains(message), found);
    assertEquals(1, found.lines().count(), found);
  }

  private static Path saved(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(PyTorchFileTest.class.getResource("/pytorch/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FloatBuffer random(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatBuffer values = FloatBuffer.allocate(count);
    for (int i = 0; i < count; i++) {
      values.put(i, (float) random.nextDouble(-1, 1));
    }
    return values;
  }
}
