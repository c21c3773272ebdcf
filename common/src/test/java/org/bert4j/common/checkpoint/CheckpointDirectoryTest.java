package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkpoints under any of the names that programs gave to tensors. */
class CheckpointDirectoryTest extends SavedModels {
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

  @Test
  void readsLabels() throws IOException {
    assertEquals(
        List.of("O", "B-PER", "I-PER", "B-LOC", "I-LOC"),
        CheckpointDirectory.open(Golden.path("tiny/ner")).labels());
  }

  @Test
  void encoderWithoutPrefixLoads() throws IOException {
    Map<String, FloatTensor> stored = new LinkedHashMap<>();
    stored("tiny/model.safetensors")
        .forEach((name, tensor) -> stored.put(name.replaceFirst("^bert\\.", ""), tensor));
    stored.keySet().removeIf(name -> name.startsWith("cls.") || name.startsWith("pooler."));
    save(stored);
    Map<String, FloatTensor> parameters = parameters();
    LoadReport report = CheckpointDirectory.open(directory).loadParameters(parameters);
    assertEquals(List.of(), report.unexpected());
    assertEquals(
        parameters.keySet().stream().filter(n -> n.matches("(cls|bert.pooler)\\..*")).toList(),
        report.missing());
  }

  @ParameterizedTest
  @CsvSource({"classifier, 5", "qa_outputs, 2"})
  void taskModelsLoadFromPreTrainedOnes(String head, int labels) throws IOException {
    useModel(Golden.path("tiny/model_legacy_names.safetensors"));
    Map<String, FloatTensor> parameters = parameters();
    parameters.keySet().removeIf(n -> n.startsWith("cls.") || n.startsWith("bert.pooler."));
    parameters.put(head + ".weight", FloatTensor.of(FloatBuffer.allocate(labels * 32), labels, 32));
    parameters.put(head + ".bias", FloatTensor.of(FloatBuffer.allocate(labels), labels));
    LoadReport report = CheckpointDirectory.open(directory).loadParameters(parameters);
    assertEquals(List.of(head + ".weight", head + ".bias"), report.missing());
    assertEquals(
        stored("tiny/model_legacy_names.safetensors").keySet().stream()
            .filter(name -> name.startsWith("cls.") || name.startsWith("bert.pooler."))
            .map(TensorNames::canonical)
            .sorted()
            .toList(),
        report.unexpected().stream().map(TensorNames::canonical).sorted().toList());
  }

  @ParameterizedTest
  @CsvSource({"ner, classifier, 5", "qa, qa_outputs, 2"})
  void taskModelsLoadFromTaskModels(String task, String head, int labels) throws IOException {
    CheckpointDirectory checkpoint = CheckpointDirectory.open(Golden.path("tiny/" + task));
    Map<String, FloatTensor> parameters = parameters();
    parameters.keySet().removeIf(n -> n.startsWith("cls.") || n.startsWith("bert.pooler."));
    parameters.put(head + ".weight", FloatTensor.of(FloatBuffer.allocate(labels * 32), labels, 32));
    parameters.put(head + ".bias", FloatTensor.of(FloatBuffer.allocate(labels), labels));
    assertEquals(new LoadReport(List.of(), List.of()), checkpoint.loadParameters(parameters));
    parameters.put(head + ".bias", FloatTensor.of(FloatBuffer.allocate(3), 3));
    String message =
        assertThrows(IllegalArgumentException.class, () -> checkpoint.loadParameters(parameters))
            .getMessage();
    assertTrue(
        message.endsWith("tensor %s.bias has shape [%d], expected [3]".formatted(head, labels)),
        message);
  }

  /** A decoder of its own does not matter to a model that has none. */
  @Test
  void untiedDecoderIsUnexpectedWhereThereIsNone() throws IOException {
    Map<String, FloatTensor> stored = stored("tiny/model_legacy_names.safetensors");
    stored.get("cls.predictions.decoder.weight").values().put(7, 0.123f);
    save(stored);
    Map<String, FloatTensor> parameters = parameters();
    parameters.keySet().removeIf(name -> name.startsWith("cls."));
    LoadReport report = CheckpointDirectory.open(directory).loadParameters(parameters);
    assertTrue(report.unexpected().contains("cls.predictions.decoder.weight"));
    float first = stored.get("bert.embeddings.word_embeddings.weight").values().get(7);
    assertEquals(first, parameters.get("bert.embeddings.word_embeddings.weight").values().get(7));
  }
}
