package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Checkpoints in any of the formats. */
class CheckpointFormatsTest extends SavedModels {
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

  @Test
  void readsGooglesConfiguration() throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("bert_config.json"));
    write(WeightFormat.TENSORFLOW, stored("tiny/model.safetensors"));
    assertEquals(tiny().config(), CheckpointDirectory.open(directory).config());
    assertEquals(List.of("LABEL_0", "LABEL_1"), CheckpointDirectory.open(directory).labels());
  }

  /** A training names its checkpoints by their steps. */
  @Test
  void readsTensorFlowsNames() throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("bert_config.json"));
    write(WeightFormat.TENSORFLOW, stored("tiny/model.safetensors"));
    for (String end : List.of("index", "data-00000-of-00002", "data-00001-of-00002")) {
      Files.move(
          directory.resolve("bert_model.ckpt." + end), directory.resolve("model.ckpt-1000." + end));
    }
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    Map<String, FloatTensor> parameters = BertParameters.of(checkpoint.config());
    assertEquals(new LoadReport(List.of(), List.of()), checkpoint.loadParameters(parameters));
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
}
