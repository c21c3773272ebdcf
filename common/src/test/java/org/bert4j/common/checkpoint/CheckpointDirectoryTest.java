package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
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
import org.bert4j.common.Golden;
import org.bert4j.common.io.JsonFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
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

  /** Each format that weights may come in, and the model that everything else computes with. */
  @ParameterizedTest
  @EnumSource
  void everyFormatLoadsToTheSameModel(WeightFormat format) throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("config.json"));
    write(format, stored("tiny/model.safetensors"));
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    Map<String, FloatTensor> parameters = BertParameters.of(checkpoint.config());
    assertEquals(new LoadReport(List.of(), List.of()), checkpoint.loadParameters(parameters));
    Golden.tensors("tiny/model.safetensors")
        .forEach((name, tensor) -> assertSame(tensor, parameters.get(name)));
  }

  private void write(WeightFormat format, Map<String, FloatTensor> stored) throws IOException {
    Path file = directory.resolve(format.fileName());
    switch (format) {
      case SAFETENSORS -> SafeTensorsWriter.write(file, stored);
      case PYTORCH -> TorchWriter.write(file, stored);
      case SHARDED_SAFETENSORS -> writeShards(file, stored, SafeTensorsWriter::write);
      case SHARDED_PYTORCH -> writeShards(file, stored, TorchWriter::write);
      case TENSORFLOW -> {
        TensorFlowWriter writer = new TensorFlowWriter(2);
        stored.forEach((name, tensor) -> writer.add(googles(name), transposedKernel(name, tensor)));
        stored.forEach((name, tensor) -> writer.add(googles(name) + "/adam_m", tensor));
        writer.add("global_step", FloatTensor.of(FloatBuffer.allocate(1)));
        writer.write(file);
      }
    }
  }

  @FunctionalInterface
  private interface Shard {
    void write(Path file, Map<String, FloatTensor> tensors) throws IOException;
  }

  private static void writeShards(Path index, Map<String, FloatTensor> stored, Shard shard)
      throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode map = json.putObject("weight_map");
    List<Map<String, FloatTensor>> shards =
        List.of(new LinkedHashMap<>(), new LinkedHashMap<>(), new LinkedHashMap<>());
    stored.forEach(
        (name, tensor) -> {
          map.put(name, "model-0000" + map.size() % 3 + "-of-00003.part");
          shards.get((map.size() - 1) % 3).put(name, tensor);
        });
    for (int i = 0; i < shards.size(); i++) {
      shard.write(index.resolveSibling("model-0000" + i + "-of-00003.part"), shards.get(i));
    }
    JsonFile.write(index, json);
  }

  /** As google-research/bert names what HuggingFace does. */
  private static String googles(String name) {
    return name.replace("cls.predictions.bias", "cls/predictions/output_bias")
        .replace("seq_relationship.", "seq_relationship/output_")
        .replace("output_weight", "output_weights")
        .replace("LayerNorm.weight", "LayerNorm/gamma")
        .replace("LayerNorm.bias", "LayerNorm/beta")
        .replace("_embeddings.weight", "_embeddings")
        .replaceFirst("(dense|query|key|value)\\.weight$", "$1/kernel")
        .replaceFirst("layer\\.(\\d)", "layer_$1")
        .replace('.', '/');
  }

  private static FloatTensor transposedKernel(String name, FloatTensor tensor) {
    if (!googles(name).endsWith("/kernel")) {
      return tensor;
    }
    int out = tensor.shape().get(0).intValue();
    int in = tensor.shape().get(1).intValue();
    float[] transposed = new float[out * in];
    for (int i = 0; i < transposed.length; i++) {
      transposed[i] = tensor.values().get(i % out * in + i / out);
    }
    return FloatTensor.of(FloatBuffer.wrap(transposed), in, out);
  }

  @Test
  void readsGooglesConfiguration() throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("bert_config.json"));
    write(WeightFormat.TENSORFLOW, stored("tiny/model.safetensors"));
    assertEquals(tiny().config(), CheckpointDirectory.open(directory).config());
    assertEquals(List.of("LABEL_0", "LABEL_1"), CheckpointDirectory.open(directory).labels());
  }

  @Test
  void readsLabels() throws IOException {
    assertEquals(
        List.of("O", "B-PER", "I-PER", "B-LOC", "I-LOC"),
        CheckpointDirectory.open(Golden.path("tiny/ner")).labels());
  }

  @ParameterizedTest
  @CsvSource({"BF16, 2, 0x1p-8", "F16, 2, 0x1p-11", "F64, 8, 0"})
  void otherElementTypesLoadAsFarAsTheyAreExact(String dtype, int bytes, double rounding)
      throws IOException {
    Map<String, FloatTensor> stored = stored("tiny/model.safetensors");
    ByteBuffer file = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    ObjectNode header = JsonNodeFactory.instance.objectNode();
    int end = 0;
    for (Map.Entry<String, FloatTensor> tensor : stored.entrySet()) {
      ObjectNode entry = header.putObject(tensor.getKey()).put("dtype", dtype);
      tensor.getValue().shape().forEach(entry.putArray("shape")::add);
      int begin = end;
      end += bytes * tensor.getValue().values().remaining();
      entry.putArray("data_offsets").add(begin).add(end);
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    file.putLong(json.length).put(json);
    for (FloatTensor tensor : stored.values()) {
      for (float value : tensor.values().array()) {
        switch (dtype) {
          case "BF16" -> file.putShort((short) (Float.floatToIntBits(value) >>> 16));
          case "F16" -> file.putShort(half(value));
          default -> file.putDouble(value);
        }
      }
    }
    Path path = directory.resolve("stored.safetensors");
    Files.write(path, Arrays.copyOf(file.array(), file.position()));
    useModel(path);
    Map<String, FloatTensor> parameters = parameters();
    CheckpointDirectory.open(directory).loadParameters(parameters);
    stored.forEach(
        (name, tensor) -> {
          for (int i = 0; i < tensor.values().remaining(); i++) {
            float value = tensor.values().get(i);
            // Subnormal halves are 2^-24 apart, the others at most a share of themselves.
            double bound = Math.max(rounding == 0 ? 0 : 0x1p-24, 2 * rounding * Math.abs(value));
            assertEquals(value, parameters.get(name).values().get(i), bound, name);
          }
        });
  }

  /** Cuts off what a half has no room for. */
  private static short half(float value) {
    int sign = Float.floatToIntBits(value) >>> 31 << 15;
    int exponent = Math.getExponent(value);
    if (exponent < -14) {
      return (short) (sign | (int) (Math.abs(value) * 0x1p24));
    }
    int fraction = Float.floatToIntBits(value) >>> 13 & 0x3ff;
    return (short) (sign | exponent + 15 << 10 | fraction);
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

  @ParameterizedTest
  @CsvSource({
    "coldfire-tiny-bert-fixture, bert.pooler|cls",
    "jammi-tiny-bert-fixture, bert.pooler|cls",
    "microlm-collapsed, bert.pooler|cls.seq_relationship",
    "keras-bert-tf1-fixture, nothing"
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
