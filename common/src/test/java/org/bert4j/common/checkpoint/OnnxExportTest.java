package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.onnx.OnnxTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written beside a model, and that it is read back to the last bit. */
class OnnxExportTest {
  private static final long IN_ONE_FILE = 1 << 30;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(longs = {IN_ONE_FILE, 100})
  void whatIsWrittenIsReadBack(long maxBytes) throws IOException {
    List<Path> files = export("tiny", OnnxTask.PRE_TRAINING, maxBytes);
    assertEquals(maxBytes == 100, Files.exists(output("model.onnx_data")));
    assertEquals(output("model.onnx"), files.get(files.size() - 1));
    try (OnnxFile file = OnnxFile.open(output("model.onnx"));
        SafeTensors expected = SafeTensors.open(Golden.path("tiny/model.safetensors"))) {
      for (String name : file.names()) {
        assertEquals(expected.shape(name), file.shape(name));
        assertArrayEquals(expected.floats(name), file.floats(name), name);
      }
      assertEquals(
          expected.names().stream().filter(name -> !TensorNames.isBuffer(name)).sorted().toList(),
          file.names().stream().sorted().toList());
    }
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory.resolve("out"));
    assertEquals(SavedModels.tiny().config(), checkpoint.config());
    var parameters = BertParameters.of(checkpoint.config());
    assertEquals(new LoadReport(List.of(), List.of()), checkpoint.loadParameters(parameters));
  }

  @ParameterizedTest
  @CsvSource({
    "tiny, BertForMaskedLM",
    "tiny/ner, BertForTokenClassification",
    "tiny/qa, BertForQuestionAnswering"
  })
  void aCheckpointIsExportedAsWhatItIs(String name, String architecture) throws IOException {
    export(name, null, IN_ONE_FILE);
    assertEquals(
        architecture, JsonFile.read(output("config.json")).path("architectures").path(0).asText());
    assertEquals(
        CheckpointDirectory.open(checkpoint(name)).labels(),
        CheckpointDirectory.open(output("model.onnx")).labels());
    assertTrue(Files.exists(output("vocab.txt")));
    try (var entries = Files.list(directory.resolve("out"))) {
      assertFalse(entries.anyMatch(path -> path.getFileName().toString().startsWith(".tmp")));
    }
  }

  @Test
  void nothingOfAnotherModelIsOverwritten() throws IOException {
    export("tiny/ner", null, IN_ONE_FILE);
    byte[] before = Files.readAllBytes(output("model.onnx"));
    export("tiny/ner", null, IN_ONE_FILE); // the same once more
    String message =
        assertThrows(IllegalArgumentException.class, () -> export("tiny/qa", null, IN_ONE_FILE))
            .getMessage();
    assertTrue(message.contains("config.json: belongs to another model"), message);
    assertArrayEquals(before, Files.readAllBytes(output("model.onnx")));
    try (var entries = Files.list(directory.resolve("out"))) {
      assertFalse(entries.anyMatch(path -> path.getFileName().toString().startsWith(".tmp")));
    }
  }

  @Test
  void refusesWhatACheckpointIsNot() {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> export("tiny/ner", OnnxTask.QUESTION_ANSWERING, IN_ONE_FILE))
            .getMessage();
    assertTrue(message.contains("no tensor qa_outputs.weight, expected a checkpoint"), message);
    assertFalse(Files.exists(output("model.onnx")));
  }

  @ParameterizedTest
  @CsvSource({
    "../model.onnx_data, expected the name of a file in the same directory",
    "model.onnx_none, no such file, but model.onnx says that it has tensor",
    "config.json, the file is cut off or another's"
  })
  void externalDataStaysInTheDirectory(String location, String expected) throws IOException {
    export("tiny", OnnxTask.ENCODER, 100);
    Path model = output("model.onnx");
    byte[] bytes = Files.readAllBytes(model);
    String text = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1);
    int at = text.indexOf("model.onnx_data");
    // The same length, so that the sizes around stay right.
    String name = (location + " ".repeat(20)).substring(0, "model.onnx_data".length());
    if (location.startsWith("..")) {
      name = "../odel.onnx_da";
    } else if (location.equals("config.json")) {
      name = "config.json.zip";
      Files.writeString(output(name), "{}");
    }
    Files.writeString(
        model,
        text.substring(0, at) + name + text.substring(at + name.length()),
        java.nio.charset.StandardCharsets.ISO_8859_1);
    String message =
        assertThrows(IllegalArgumentException.class, () -> CheckpointDirectory.open(model).config())
            .getMessage();
    assertTrue(message.contains(expected), message);
    assertEquals(1, message.lines().count());
  }

  private List<Path> export(String name, OnnxTask task, long maxBytes) throws IOException {
    return new OnnxExport(CheckpointDirectory.open(checkpoint(name)), task, maxBytes)
        .write(output("model.onnx"));
  }

  /** A directory of reference values, and a vocabulary. */
  private Path checkpoint(String name) throws IOException {
    Path checkpoint = directory.resolve(name);
    if (Files.notExists(checkpoint)) {
      Files.createDirectories(checkpoint);
      for (String file : List.of("config.json", "model.safetensors")) {
        Files.copy(Golden.path(name + "/" + file), checkpoint.resolve(file));
      }
      Files.copy(Golden.path("tiny/vocab.txt"), checkpoint.resolve("vocab.txt"));
    }
    return checkpoint;
  }

  private Path output(String file) {
    return directory.resolve("out").resolve(file);
  }
}
