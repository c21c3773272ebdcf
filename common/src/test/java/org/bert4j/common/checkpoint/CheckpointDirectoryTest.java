package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointDirectoryTest {
  private static final String DECODER_BIAS = "cls.predictions.decoder.bias";
  private static final Path FIXTURES = Path.of("../../shared/data/checkpoints");

  @TempDir Path directory;

  @Test
  void namesAreThoseOfTheReference() throws IOException {
    Map<String, Golden.Tensor> golden = Golden.tensors("tiny/model.safetensors");
    Map<String, FloatTensor> parameters = parameters();
    assertEquals(List.copyOf(golden.keySet()), List.copyOf(parameters.keySet()));
    assertEquals(new LoadReport(List.of(), List.of()), tiny().loadParameters(parameters));
    golden.forEach((name, tensor) -> assertSame(tensor, parameters.get(name)));
  }

  @Test
  void legacyNamesLoadToTheSameModel() throws IOException {
    useModel(Golden.path("tiny/model_legacy_names.safetensors"));
    Map<String, FloatTensor> parameters = parameters();
    LoadReport report = CheckpointDirectory.open(directory).loadParameters(parameters);
    assertEquals(new LoadReport(List.of(), List.of()), report);
    Golden.tensors("tiny/model.safetensors")
        .forEach((name, tensor) -> assertSame(tensor, parameters.get(name)));
  }

  @Test
  void reportsHeads() throws IOException {
    CheckpointDirectory ner = CheckpointDirectory.open(Golden.path("tiny/ner"));
    Map<String, FloatTensor> parameters = parameters();
    LoadReport report = ner.loadParameters(parameters);
    assertEquals(List.of("classifier.weight", "classifier.bias"), report.unexpected());
    assertEquals(
        parameters.keySet().stream()
            .filter(name -> name.startsWith("bert.pooler.") || name.startsWith("cls."))
            .toList(),
        report.missing());
    float untouched = parameters.get("bert.pooler.dense.weight").values().get(0);
    assertTrue(Float.isNaN(untouched), "a missing parameter keeps its value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"bert.encoder.layer.1.output.dense.bias", "bert.embeddings.LayerNorm.bias"})
  void refusesAMissingTensorOfTheEncoder(String name) throws IOException {
    Map<String, FloatTensor> stored = stored("tiny/model.safetensors");
    stored.remove(name);
    assertRefused(stored, "no tensor " + name + "; expected every weight of the encoder");
  }

  @Test
  void refusesAMisshapenTensor() throws IOException {
    Map<String, FloatTensor> stored = stored("tiny/model.safetensors");
    FloatBuffer values = stored.get("cls.seq_relationship.weight").values();
    stored.put("cls.seq_relationship.weight", FloatTensor.of(values, 32, 2));
    assertRefused(stored, "tensor cls.seq_relationship.weight has shape [32, 2], expected [2, 32]");
  }

  @ParameterizedTest
  @CsvSource({
    "cls.predictions.decoder.weight, bert.embeddings.word_embeddings.weight",
    "cls.predictions.decoder.bias, cls.predictions.bias"
  })
  void refusesADecoderThatIsNotTied(String repeated, String name) throws IOException {
    Map<String, FloatTensor> stored = stored("tiny/model_legacy_names.safetensors");
    stored.get(repeated).values().put(7, 0.123f);
    assertRefused(stored, "tensors %s and %s differ, expected tied ones".formatted(name, repeated));
  }

  @Test
  void decoderBiasAloneIsEnough() throws IOException {
    Map<String, FloatTensor> stored = stored("tiny/model_legacy_names.safetensors");
    stored.remove("cls.predictions.bias");
    save(stored);
    Map<String, FloatTensor> parameters = parameters();
    LoadReport report = CheckpointDirectory.open(directory).loadParameters(parameters);
    assertEquals(new LoadReport(List.of(), List.of()), report);
    assertEquals(
        stored.get(DECODER_BIAS).values(), parameters.get("cls.predictions.bias").values());
  }

  @ParameterizedTest
  @CsvSource({
    "coldfire-tiny-bert-fixture, bert.pooler|cls",
    "jammi-tiny-bert-fixture, bert.pooler|cls",
    "microlm-collapsed, bert.pooler|cls.seq_relationship"
  })
  void loadsCheckpointsOfOtherPrograms(String name, String missing) throws IOException {
    Path path = FIXTURES.resolve(name);
    assumeTrue(Files.exists(path), () -> path + " is absent");
    CheckpointDirectory checkpoint = CheckpointDirectory.open(path);
    Map<String, FloatTensor> parameters = BertParameters.of(checkpoint.config());
    LoadReport report = checkpoint.loadParameters(parameters);
    assertEquals(List.of(), report.unexpected());
    parameters.forEach(
        (parameter, tensor) -> {
          boolean absent = parameter.matches("(" + missing.replace(".", "\\.") + ")\\..*");
          assertEquals(absent, report.missing().contains(parameter), parameter);
          assertEquals(absent, Float.isNaN(tensor.values().get(0)), parameter);
        });
  }

  @Test
  void refusesADirectoryWithoutCheckpoint() throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("config.json"));
    for (Path path : List.of(directory, directory.resolve("absent"))) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> CheckpointDirectory.open(path))
              .getMessage();
      assertTrue(message.startsWith(path + ": no checkpoint; expected"), message);
    }
  }

  private void assertRefused(Map<String, FloatTensor> stored, String message) throws IOException {
    save(stored);
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    Map<String, FloatTensor> parameters = parameters();
    String found =
        assertThrows(IllegalArgumentException.class, () -> checkpoint.loadParameters(parameters))
            .getMessage();
    Path file = directory.resolve("model.safetensors");
    assertTrue(found.startsWith(file + ": " + message), found);
  }

  private void save(Map<String, FloatTensor> stored) throws IOException {
    SafeTensorsWriter.write(directory.resolve("stored.safetensors"), stored);
    useModel(directory.resolve("stored.safetensors"));
  }

  private void useModel(Path file) throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("config.json"));
    Files.copy(file, directory.resolve("model.safetensors"));
  }

  private static CheckpointDirectory tiny() throws IOException {
    return CheckpointDirectory.open(Golden.path("tiny"));
  }

  private static Map<String, FloatTensor> parameters() throws IOException {
    return BertParameters.of(tiny().config());
  }

  private static Map<String, FloatTensor> stored(String file) {
    Map<String, FloatTensor> stored = new LinkedHashMap<>();
    Golden.tensors(file)
        .forEach(
            (name, tensor) ->
                stored.put(
                    name, new FloatTensor(tensor.shape(), FloatBuffer.wrap(tensor.values()))));
    return stored;
  }

  private static void assertSame(Golden.Tensor expected, FloatTensor found) {
    assertEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.values(), found.values().array());
  }
}
