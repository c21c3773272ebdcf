package org.bert4j.common.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bert4j.common.Golden;
import org.bert4j.common.io.AtomicFile;
import org.bert4j.common.io.JsonFile;
import org.bert4j.common.model.BertConfig;
import org.bert4j.common.onnx.OnnxModelWriter;
import org.bert4j.common.onnx.OnnxTask;
import org.junit.jupiter.api.io.TempDir;

/** Models saved under other names and in other formats. */
class SavedModels {
  static final String DECODER_BIAS = "cls.predictions.decoder.bias";
  static final Path FIXTURES = Path.of("../../shared/data/checkpoints");

  @TempDir Path directory;

  void write(WeightFormat format, Map<String, FloatTensor> stored) throws IOException {
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
      case ONNX -> writeOnnx(file, stored);
    }
  }

  /** A model of the sizes of {@link #tiny}. */
  static void writeOnnx(Path file, Map<String, FloatTensor> stored) throws IOException {
    writeOnnx(file, stored, tiny().config(), OnnxTask.PRE_TRAINING);
  }

  static void writeOnnx(
      Path file, Map<String, FloatTensor> stored, BertConfig config, OnnxTask task)
      throws IOException {
    OnnxModelWriter.Weights weights =
        new OnnxModelWriter.Weights() {
          @Override
          public List<Long> shape(String key) {
            return stored.get(key).shape();
          }

          @Override
          public FloatBuffer read(String key) {
            return stored.get(key).values();
          }
        };
    OnnxModelWriter writer = new OnnxModelWriter(config, task, true, weights, "test");
    for (Path part : writer.prepare(file, OnnxModelWriter.MAX_BYTES)) {
      AtomicFile.rename(AtomicFile.temporary(part), part);
    }
  }

  @FunctionalInterface
  interface Shard {
    void write(Path file, Map<String, FloatTensor> tensors) throws IOException;
  }

  static void writeShards(Path index, Map<String, FloatTensor> stored, Shard shard)
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
  static String googles(String name) {
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

  static FloatTensor transposedKernel(String name, FloatTensor tensor) {
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

  /** Cuts off what a half has no room for. */
  static short half(float value) {
    int sign = Float.floatToIntBits(value) >>> 31 << 15;
    int exponent = Math.getExponent(value);
    if (exponent < -14) {
      return (short) (sign | (int) (Math.abs(value) * 0x1p24));
    }
    int fraction = Float.floatToIntBits(value) >>> 13 & 0x3ff;
    return (short) (sign | exponent + 15 << 10 | fraction);
  }

  void assertRefused(Map<String, FloatTensor> stored, String message) throws IOException {
    save(stored);
    CheckpointDirectory checkpoint = CheckpointDirectory.open(directory);
    Map<String, FloatTensor> parameters = parameters();
    String found =
        assertThrows(IllegalArgumentException.class, () -> checkpoint.loadParameters(parameters))
            .getMessage();
    Path file = directory.resolve("model.safetensors");
    assertTrue(found.startsWith(file + ": " + message), found);
  }

  void save(Map<String, FloatTensor> stored) throws IOException {
    SafeTensorsWriter.write(directory.resolve("stored.safetensors"), stored);
    useModel(directory.resolve("stored.safetensors"));
  }

  void useModel(Path file) throws IOException {
    Files.copy(Golden.path("tiny/config.json"), directory.resolve("config.json"));
    Files.copy(file, directory.resolve("model.safetensors"));
  }

  static CheckpointDirectory tiny() throws IOException {
    return CheckpointDirectory.open(Golden.path("tiny"));
  }

  static Map<String, FloatTensor> parameters() throws IOException {
    return BertParameters.of(tiny().config());
  }

  static Map<String, FloatTensor> stored(String file) {
    Map<String, FloatTensor> stored = new LinkedHashMap<>();
    Golden.tensors(file)
        .forEach(
            (name, tensor) ->
                stored.put(
                    name, new FloatTensor(tensor.shape(), FloatBuffer.wrap(tensor.values()))));
    return stored;
  }

  static void assertSame(Golden.Tensor expected, FloatTensor found) {
    assertEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.values(), found.values().array());
  }
}
